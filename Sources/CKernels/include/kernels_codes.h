#ifndef LIKENESS_KERNELS_CODES_H
#define LIKENESS_KERNELS_CODES_H

#include "kernels_clones.h"

// Code values are 16-bit; 8-bit ones are widened by × 257 first. Curves are tables of 65,536 rising values that give
// linear light for each code; `curves` holds three of them, for red, green and blue.

/// The linear light of `pixels` interleaved pixels of `channels` (3 or 4) codes; a fourth channel is alpha / 65535.
void kernel_decode(const uint16_t *codes, const float *const curves[3], float *out, size_t pixels, size_t channels);

/// Numbers in a table of guesses.
size_t kernel_guess_count(void);

/// Fills the table from which the search for the code of a light value begins.
void kernel_fill_guesses(const float *curve, uint16_t *guesses);

/// The codes whose light is nearest to each value; exact for every value that `kernel_decode` gives.
void kernel_encode(const float *light, const float *const curves[3], const uint16_t *const guesses[3], uint16_t *out,
                   size_t pixels, size_t channels);

/// As `kernel_apply`, with the mask mixing code values instead of light: `code · (1 − mask) + over's code · mask`.
void kernel_apply_codes(uint16_t *codes, const float *over, const float *mask, const float *const curves[3],
                        const uint16_t *const guesses[3], size_t pixels, size_t channels);

/// Lays `over` (RGB light) on `codes` where `mask` is above 0 and leaves every other code as it is.
void kernel_apply(uint16_t *codes, const float *over, const float *mask, const float *const curves[3],
                  const uint16_t *const guesses[3], size_t pixels, size_t channels);

void kernel_widen(const uint8_t *codes, uint16_t *out, size_t count);

/// Rounds codes to 8 bits after adding a noise of one 8-bit step, a function of position and seed alone. A code that
/// is a widened 8-bit one returns to it exactly. `first` is the index of the first code in the picture.
void kernel_dither(const uint16_t *codes, uint8_t *out, size_t count, uint64_t first, uint64_t seed);

/// One row's differences from the pixel to the left, modulo 65,536 (TIFF 6.0, section 14).
void kernel_difference(const uint16_t *codes, uint16_t *out, size_t pixels, size_t channels);

/// Whether alpha is 65535 in every one of `pixels` RGBA pixels: 1, else 0.
int kernel_is_opaque(const uint16_t *codes, size_t pixels);

/// Multiplies the colours of `pixels` RGBA pixels by their alpha, 0…1.
void kernel_multiply_alpha(float *light, size_t pixels);

/// Divides the colours of `pixels` RGBA pixels by their alpha; where its code is 0 they become 0. A filter may have led
/// alpha a little out of 0…1: it stays so.
void kernel_divide_alpha(float *light, size_t pixels);

/// Multiplies each RGB pixel of `light` by a 3×3 matrix (rows first); other channels stay.
void kernel_matrix(float *light, const float matrix[9], size_t pixels, size_t channels);

/// One row resampled: out[x] = Σ weights[x · taps + k] · row[starts[x] + k], for `channels` interleaved floats.
void kernel_resample_row(const float *row, const int32_t *starts, const float *weights, size_t taps, float *out,
                         size_t width, size_t channels);

/// A weighted sum of `taps` rows of `count` floats each, `stride` floats apart.
void kernel_sum_rows(const float *rows, size_t stride, const float *weights, size_t taps, float *out, size_t count);

#endif
