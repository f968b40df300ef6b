#ifndef LIKENESS_KERNELS_ARITHMETIC_H
#define LIKENESS_KERNELS_ARITHMETIC_H

#include "kernels_clones.h"

/// out = over·mask + under·(1 − mask), `channels` interleaved floats a pixel, one mask value a pixel.
/// `out` may be `over` or `under`.
void kernel_mix(const float *over, const float *under, const float *mask, float *out, size_t pixels, size_t channels);

#endif
