#ifndef LIKENESS_KERNELS_DENOISE_H
#define LIKENESS_KERNELS_DENOISE_H

#include "kernels_clones.h"

/// A picture of three planes, each with a margin of `search + patch` values on every side.
typedef struct {
    /// The first value of the first plane's margin.
    const float *in;
    /// Values a row and a plane, margins counted.
    size_t stride, plane;
    /// Pixels a row of the result.
    size_t width;
    /// How far from a pixel others are looked for, and how far the patch reaches that they are compared by.
    size_t search, patch;
    /// The noise's standard deviation.
    float sigma;
    /// How much patches may differ beyond what noise makes them differ by, in the unit of `sigma`.
    float tolerance;
} kernel_denoise_request;

/// Floats that `kernel_denoise` needs to work in.
size_t kernel_denoise_scratch(const kernel_denoise_request *request);

/// Rows `first ..< last` of the picture with its noise averaged out among alike patches, 3 interleaved floats a pixel.
void kernel_denoise(
    const kernel_denoise_request *request, float *scratch, float *out, size_t first, size_t last);

/// Counts by size how much a plane bends along both axes at once, |r| / 6 with r the answer of the mask
/// (1 −2 1; −2 4 −2; 1 −2 1), whose deviation is that of the noise: bin k holds k ≤ |r| / 6 · `scale` < k + 1, the last
/// one all above. For pixels 1 ..< width − 1 of rows `first ..< last`, the plane's `stride` values apart.
void kernel_count_bends(
    const float *in, size_t stride, size_t width, float scale, uint32_t *bins, size_t count, size_t first, size_t last);

#endif
