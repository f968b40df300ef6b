#ifndef LIKENESS_KERNELS_LIGHT_H
#define LIKENESS_KERNELS_LIGHT_H

#include "kernels_clones.h"

/// out = ln(max(in, floor)), within 2·10⁻⁷ relative of the true value; the same bits on every processor.
void kernel_log(const float *in, float floor, float *out, size_t count);

/// out = exp(in) for −80 … 80 (clamped), within 3·10⁻⁷ relative; the same bits on every processor.
void kernel_exp(const float *in, float *out, size_t count);

/// pixels = clamp(pixels · exp(gain), -ceiling, ceiling); a value that is not a number becomes 0.
void kernel_expose(float *pixels, const float *gain, float ceiling, size_t count);

/// The same with one gain for the three values of a pixel.
void kernel_expose_grey(float *pixels, const float *gain, float ceiling, size_t count);

/// out = `weights` · the pixel's `channels` values.
void kernel_weigh_channels(const float *in, size_t channels, const float *weights, float *out, size_t pixels);

/// One channel of interleaved pixels through the piecewise-linear map from `given` (strictly rising, `knots` ≥ 2 of
/// them) to `wanted`; beyond both ends with slope 1, never below 0
/// unless `wanted` is.
void kernel_map_monotone(
    const float *in, float *out, size_t pixels, size_t channels, size_t channel, const float *given,
    const float *wanted, size_t knots);

/// RGB through `into` (3×3 by rows), logarithm above `floor`, the affine `map` (3×3 by rows, then 3 offsets),
/// exponential and `back` (3×3); never below 0.
void kernel_map_cones(
    const float *in, float *out, size_t pixels, const float *into, const float *map, const float *back, float floor);

/// Signed distance in pixels from pixel centres to the closed polygon `xy` (count corners), positive inside, for rows
/// `first ..< last` of a plane `width` wide.
void kernel_polygon_distance(
    const float *xy, size_t count, size_t width, float *out, size_t first, size_t last);

#endif
