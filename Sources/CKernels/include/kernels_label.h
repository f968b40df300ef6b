#ifndef LIKENESS_KERNELS_LABEL_H
#define LIKENESS_KERNELS_LABEL_H

#include "kernels_clones.h"

/// Lays a dark plate and white letters over `light` (3 or 4 interleaved channels, the fourth alpha). Where `plate`
/// (coverage, 0 … 255) is whole a pixel is multiplied by `dim`, or by less so that its `luminance` (weights of the three
/// colours) stays at or below `ceiling`; where `letters` is whole it is white. Alpha rises to the coverage.
void kernel_lay_label(float *light, const uint8_t *plate, const uint8_t *letters, const float luminance[3], float dim,
                      float ceiling, size_t pixels, size_t channels);

#endif
