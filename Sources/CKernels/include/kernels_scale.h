#ifndef LIKENESS_KERNELS_SCALE_H
#define LIKENESS_KERNELS_SCALE_H

#include "kernels_clones.h"

/// Averages `factor` × `factor` blocks. `out` is ceil(width/factor) wide; blocks that reach over the right or bottom
/// edge average the pixels that they have. Writes rows `first ..< last` of `out`.
void kernel_shrink(
    const float *in, size_t width, size_t height, size_t channels, size_t factor, float *out, size_t first,
    size_t last);

/// Bilinear enlargement by a whole factor, the inverse placement of `kernel_shrink`: the centre of small pixel i lies
/// at (i + ½)·factor. Values beyond the outermost centres repeat. Writes rows `first ..< last` of `out`, which is
/// `width` × `height`; `small` is ceil(width/factor) × ceil(height/factor).
void kernel_enlarge(
    const float *small, size_t width, size_t height, size_t channels, size_t factor, float *out, size_t first,
    size_t last);

/// One horizontal pass of a symmetric filter: `taps[0]` at the centre, `taps[radius]` outermost, edges repeated.
void kernel_convolve_rows(
    const float *in, size_t width, size_t channels, const float *taps, size_t radius, float *out, size_t first,
    size_t last);

/// One vertical pass of the same filter over rows of `length` floats.
void kernel_convolve_columns(
    const float *in, size_t length, size_t height, const float *taps, size_t radius, float *out, size_t first,
    size_t last);

/// Every second pixel both ways, from the first. Writes rows `first ..< last` of `out`, `across` wide.
void kernel_take_even(
    const float *in, size_t width, size_t channels, float *out, size_t across, size_t first, size_t last);

/// Twice the size by the filter 1-4-6-4-1 between zeros: even places (a + 6b + c)/8, odd ones (a + b)/2, edges
/// repeated. Writes rows `first ..< last` of `out`, `across` wide.
void kernel_double(
    const float *in, size_t width, size_t height, size_t channels, float *out, size_t across, size_t first,
    size_t last);

#endif
