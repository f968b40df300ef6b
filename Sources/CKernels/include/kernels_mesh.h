#ifndef LIKENESS_KERNELS_MESH_H
#define LIKENESS_KERNELS_MESH_H

#include "kernels_clones.h"

/// A triangle mesh to draw into planes of numbers.
typedef struct {
    /// x, y (pixels, centres at half-integers) and depth (smaller is nearer) of each point.
    const float *points;
    /// `attribute_count` numbers a point, interpolated over each triangle; at most 8.
    const float *attributes;
    size_t attribute_count;
    /// Three points each; triangles that run anticlockwise (y down) face away and are not drawn.
    const int32_t *triangles;
    /// One label a triangle, 1 … 255.
    const uint8_t *labels;
    size_t triangle_count;
    size_t width;
    size_t height;
    /// width × height, filled by the caller with a depth behind every triangle.
    float *depth;
    /// width × height, the label of what is drawn; filled by the caller.
    uint8_t *label;
    /// width × height × attribute_count; pixels that no triangle covers are left alone. May be null without attributes.
    float *out;
} kernel_mesh;

/// Draws the mesh with depth test into rows `first ..< end`.
void kernel_draw_mesh(const kernel_mesh *mesh, size_t first, size_t end);

/// Levels of an RGB image, each half the one before, to sample at coordinates of the first.
typedef struct {
    const float *values;
    /// For each level: the index of its first value, its width and its height.
    const size_t *sizes;
    size_t count;
} kernel_levels;

/// out[p] = the levels' cubic (Catmull-Rom) value at map[p] where label[p] is not 0.
/// `map` has `stride` floats a pixel, of which the first two are x and y in pixels of level 0; `level_at` is the
/// index of the float that holds the level (0 … count − 1, fractions mix two), or negative for level 0 throughout.
void kernel_sample_levels(const kernel_levels *levels, const float *map, size_t stride, int level_at,
                          const uint8_t *label, float *out, size_t pixels);

/// Halves an image of `channels` with the filter 1 3 3 1 both ways; `out` has (width + 1) / 2 columns. Rows of `out`.
void kernel_halve(const float *in, size_t width, size_t height, size_t channels, float *out, size_t first, size_t end);

/// Means of blocks of `factor` × `factor` pixels; width and height are multiples of `factor`. Rows of `out`.
void kernel_block_means(const float *in, size_t width, size_t channels, size_t factor, float *out, size_t first,
                        size_t end);

/// out += in · f, with f an RGB grid of `grid` × `grid` cells stretched bilinearly over the `side` × `side` image.
/// `in` is read from right to left when `flipped`; a null `in` stands for ones.
void kernel_add_scaled(const float *in, int flipped, const float *f, size_t grid, float *out, size_t side,
                       size_t first, size_t end);

/// A displacement grid over an image.
typedef struct {
    const float *in;
    size_t width;
    size_t height;
    /// dx, dy of each node in pixels; nodes lie at (i − 1) · spacing, read with a cubic B-spline.
    const float *nodes;
    size_t columns;
    size_t rows;
    float spacing;
    float *out;
} kernel_displacement;

/// out(x) = in(x + d(x)) for an RGB image, Catmull-Rom, borders repeated; pixels whose d is 0 are copied exactly.
void kernel_displace(const kernel_displacement *field, size_t first, size_t end);

#endif
