#ifndef LIKENESS_KERNELS_PROOF_H
#define LIKENESS_KERNELS_PROOF_H

#include "kernels_clones.h"

/// Counts the pixels whose loss is longer than `limit`. `cube` holds a loss, three numbers, for each of `side`³ colours
/// that are evenly spaced in code values, blue running fastest; between them it is interpolated linearly along each axis.
/// Where `mark` (three codes) is given, counted pixels of `out` become that colour; `channels` is 3 or 4, of both.
size_t kernel_count_beyond(const uint16_t *codes, const float *cube, size_t side, float limit, const uint16_t *mark,
                           uint16_t *out, size_t pixels, size_t channels);

#endif
