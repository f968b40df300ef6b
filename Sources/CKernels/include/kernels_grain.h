#ifndef LIKENESS_KERNELS_GRAIN_H
#define LIKENESS_KERNELS_GRAIN_H

#include "kernels_clones.h"

/// `planes` interleaved values a pixel of mean 0 and variance 1 (a sum of four even draws, never beyond ±3.47), each
/// decided by `seed`, its plane and its place (`left + column`, `top + row`) alone. Writes rows `first ..< last`.
void kernel_noise(
    uint64_t seed, int64_t left, int64_t top, size_t width, size_t planes, float *out, size_t first, size_t last);

/// Adds grain to linear RGB in the square-root domain, where a sensor's noise is even: √v + amount[c]·
/// (shared·noise[3] + own·noise[c]), squared again; values below 0 stay. `noise` has four values a pixel.
void kernel_add_grain(
    float *pixels, const float *noise, const float *amount, float shared, float own, size_t count);

/// out = √max(0, in).
void kernel_square_root(const float *in, float *out, size_t count);

/// Statistics of a `side` × `side` patch of RGB rows `width` wide after its best plane is taken off: three variances,
/// the mean of the three covariances between channels, and the mean covariance of neighbours (right and below).
void kernel_patch_statistics(const float *patch, size_t width, size_t side, float out[5]);

/// pixels ·= 1 + share · (light − smooth) / light, kept within ½ … 2: raises or lowers fine detail of luminance and
/// keeps colour. `light` is the luminance, `smooth` its low-pass.
void kernel_raise_detail(
    float *pixels, const float *light, const float *smooth, float share, size_t count);

#endif
