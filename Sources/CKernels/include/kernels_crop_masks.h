#ifndef LIKENESS_KERNELS_CROP_MASKS_H
#define LIKENESS_KERNELS_CROP_MASKS_H

#include "kernels_clones.h"

/// A symmetric filter whose half `taps` is, centre first, along rows or columns of interleaved pixels. What lies beyond
/// an edge is what lies as far inside of it, the edge itself not repeated (OpenCV's BORDER_REFLECT_101).
/// Rows `first ..< last`; `in` and `out` are whole pictures and must not be the same.
void kernel_mirror_rows(
    const float *in, size_t width, size_t channels, const float *taps, size_t radius, float *out, size_t first,
    size_t last);
void kernel_mirror_columns(
    const float *in, size_t length, size_t height, const float *taps, size_t radius, float *out, size_t first,
    size_t last);

/// The least of a pixel and its four neighbours, for rows `first ..< last` of a plane; nothing lies beyond its edges.
void kernel_erode_cross(const float *in, size_t width, size_t height, float *out, size_t first, size_t last);

/// RGB code values 0 … 1 (others are held there) as light: `curve` has 65,536 even steps, read linearly between them.
/// Pixels whose `reach` is 0 are left alone.
void kernel_code_light(const float *codes, const float *reach, const float *curve, float *out, size_t pixels);

/// 8-bit codes under a layer of code values 0 … 1: `codes · (1 − mask) + 255 · layer · mask`, cut to whole numbers as
/// FaceFusion does. Three channels of `channels` a pixel; a fourth one stays.
void kernel_mix_truncated(
    const uint8_t *codes, const float *layer, const float *mask, size_t channels, uint8_t *out, size_t pixels);

#endif
