#ifndef LIKENESS_KERNELS_CROPS_H
#define LIKENESS_KERNELS_CROPS_H

#include "kernels_clones.h"

/// The most pixels a side that can be averaged into one.
#define KERNEL_GATHER_FACTOR 512

/// A picture of interleaved code values and the part of it that is gathered.
typedef struct {
    /// `width · height · channels` code values; 3 channels, or 4 of which the last is left out.
    const void *codes;
    size_t width, height, channels;
    /// Left top corner of the part in pixels; it may lie outside, where the nearest pixel of the edge stands in.
    ptrdiff_t x, y;
    /// Pixels a side that are averaged into one, 1…KERNEL_GATHER_FACTOR.
    size_t factor;
    /// Width of the result, in averaged pixels.
    size_t across;
    /// Multiplies every mean: 1/255 or 1/65535 gives 0…1.
    float unit;
} kernel_gather_request;

/// Rows `first ..< last` of the mean of every `factor` × `factor` block: 3 interleaved floats a pixel.
void kernel_gather_8(const kernel_gather_request *request, float *out, size_t first, size_t last);
void kernel_gather_16(const kernel_gather_request *request, float *out, size_t first, size_t last);

/// A turned square cut out of a 3-channel float image.
typedef struct {
    /// `width · height · 3` values and one more, which is read but does not count.
    const float *in;
    size_t width, height;
    /// Where the centre of the first pixel of the crop lies, in continuous pixels of `in`, and the steps to its
    /// right and lower neighbours.
    float x, y, right_x, right_y, down_x, down_y;
    /// Samples a row of the crop.
    size_t side;
    /// Every sample becomes value · gain + offset.
    float gain, offset;
    /// What stands outside of `in`: not 0 repeats the edge, 0 puts black there.
    int repeats_edge;
} kernel_crop_request;

/// Rows `first ..< last` of the crop, sampled bilinearly.
void kernel_crop(const kernel_crop_request *request, float *out, size_t first, size_t last);

/// How the code values of a colour space are shown in another one. Tables have `1 << 16` entries over 0…1.
typedef struct {
    /// Code value to linear light, one table for each of the three channels.
    const float *linear[3];
    /// Rows of the matrix from the picture's linear RGB to the other space's.
    float matrix[9];
    /// Linear light to the other space's code value.
    const float *encoded;
} kernel_display_request;

/// Rewrites `pixels` interleaved RGB values (0…1) in place.
void kernel_display(const kernel_display_request *request, float *values, size_t pixels);

/// Sums over the spans of a square RGB crop.
typedef struct {
    double count;
    /// Of luminance, and of its square.
    double luminance, square;
    /// Of the squared difference between a pixel's luminance and the mean of its four neighbours.
    double detail;
    /// Pixels whose channels are all at the bottom or all at the top of the scale.
    double clipped;
} kernel_span_sums;

/// Columns `from[row] ..< to[row]` of rows `first ..< last`, the crop's outermost left out, Rec. 709 luminance of the
/// code values.
kernel_span_sums kernel_measure_spans(
    const float *rgb, size_t side, const int32_t *from, const int32_t *to, size_t first, size_t last);

#endif
