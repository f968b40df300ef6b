#ifndef LIKENESS_KERNELS_TILES_H
#define LIKENESS_KERNELS_TILES_H

#include "kernels_clones.h"

/// A tile of a picture of 16-bit codes, for a network.
typedef struct {
    /// `width · height · channels` codes; 3 channels, or 4 of which the last is left out.
    const uint16_t *codes;
    size_t width, height, channels;
    /// Left top corner of the tile; it may lie outside, where the picture is mirrored at its edge.
    ptrdiff_t x, y;
    /// Size of the tile.
    size_t across, down;
} kernel_tile_request;

/// Three planes of `across · down` values, 0…1.
void kernel_tile_read(const kernel_tile_request *request, float *planes);

/// `to[i] = from[i] · gain + offset`.
void kernel_tile_scale(const float *from, float gain, float offset, float *to, size_t count);

/// The mean of every `scale` × `scale` block of a plane of `across · scale` × `down · scale` values, each first times
/// `gain`, plus `offset`, limited to 0…1.
void kernel_tile_mean(
    const float *plane, size_t across, size_t down, size_t scale, float gain, float offset, float *out);

/// What a network made of a tile, and how it joins the picture.
typedef struct {
    /// R, G and B, `across · scale` × `down · scale`; times `gain`, plus `offset`, limited to 0…1 they are code values.
    const float *planes[3];
    float gain, offset;
    /// Added to the planes, and how much of them counts: `across` × `down` each, enlarged bilinearly.
    const float *change[3];
    const float *share;
    size_t across, down, scale;
    /// Weights of the tile's columns and rows of the enlarged picture.
    const float *columns, *rows;
    /// 4 values a pixel: R, G, B times their weight, and the weight. `width` pixels a row.
    float *sum;
    size_t width;
    /// Where the tile's first pixel lies in `sum`; it may lie outside.
    ptrdiff_t x, y;
    size_t height;
} kernel_tile_sum;

/// What a caller lends for the while.
typedef struct {
    /// `4 · (across + 1)` values.
    float *line;
    /// `across · scale` each.
    uint32_t *lows;
    float *parts;
} kernel_tile_scratch;

/// Adds rows `first ..< last` of the tile to the sum.
void kernel_tile_add(const kernel_tile_sum *request, kernel_tile_scratch scratch, size_t first, size_t last);

/// Lays `pixels` sums over the codes by their weights, and gives the sum of these; the fourth channel of 4 stays.
double kernel_tile_lay(const float *sum, uint16_t *codes, size_t channels, size_t pixels);

#endif
