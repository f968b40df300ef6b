#ifndef LIKENESS_KERNELS_SQUEEZE_H
#define LIKENESS_KERNELS_SQUEEZE_H

#include "kernels_clones.h"

// Whole-number resampling of 8-bit codes; weights are multiples of 2^-22 and add up to about 1. The results are those
// of the libraries that pictures for networks are prepared with, to the last code.

/// 16-bit codes of `channels` (3 or 4) values a pixel to the nearest 8-bit ones, the first three of each pixel.
void kernel_narrow_rgb(const uint16_t *codes, uint8_t *out, size_t pixels, size_t channels);

/// One row of RGB: out[x] = Σ weights[x · taps + k] · row[starts[x] + k].
void kernel_squeeze_row(const uint8_t *row, const int32_t *starts, const int32_t *weights, size_t taps, uint8_t *out,
                        size_t width);

/// A weighted sum of `taps` rows of `count` codes each, one below the other.
void kernel_squeeze_rows(const uint8_t *rows, const int32_t *weights, size_t taps, uint8_t *out, size_t count);

#endif
