#ifndef LIKENESS_KERNELS_SAMPLING_H
#define LIKENESS_KERNELS_SAMPLING_H

#include "kernels_clones.h"

/// A picture that is sampled bilinearly at the places that an affine map gives. Coordinates count from the centre of
/// the first pixel, as OpenCV's do.
typedef struct {
    /// `width · height · channels` interleaved values.
    const void *in;
    size_t width, height, channels;
    /// Rows of the map from the result's pixels to the picture's: x' = m[0]·x + m[1]·y + m[2], y' from the rest.
    double map[6];
    /// Width of the result.
    size_t across;
    /// Multiplies every sample.
    float unit;
    /// What stands outside of the picture: not 0 repeats the edge, 0 puts 0 there.
    int repeats_edge;
} kernel_sample_request;

/// Rows `first ..< last` of 3 interleaved floats a pixel, from 8- or 16-bit code values; a fourth channel is left out.
void kernel_sample_8(const kernel_sample_request *request, float *out, size_t first, size_t last);
void kernel_sample_16(const kernel_sample_request *request, float *out, size_t first, size_t last);

/// The same of floats with as many channels as the picture has.
void kernel_sample_float(const kernel_sample_request *request, float *out, size_t first, size_t last);

#endif
