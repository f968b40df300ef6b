#pragma STDC FP_CONTRACT OFF
#include "kernels_mesh.h"

#define MOST_ATTRIBUTES 8

static inline size_t row_from(float y, size_t least, size_t most) {
    if (!(y > (float)least)) return least;
    if (y >= (float)most) return most;
    return (size_t)y;
}

static inline float least_of(float a, float b, float c) {
    const float m = a < b ? a : b;
    return m < c ? m : c;
}

static inline float most_of(float a, float b, float c) {
    const float m = a > b ? a : b;
    return m > c ? m : c;
}

void kernel_draw_mesh(const kernel_mesh *mesh, size_t first, size_t end) {
    const size_t n = mesh->attribute_count < MOST_ATTRIBUTES ? mesh->attribute_count : MOST_ATTRIBUTES;
    for (size_t t = 0; t < mesh->triangle_count; t++) {
        const int32_t *corner = mesh->triangles + 3 * t;
        const float *a = mesh->points + 3 * (size_t)corner[0];
        const float *b = mesh->points + 3 * (size_t)corner[1];
        const float *c = mesh->points + 3 * (size_t)corner[2];
        const double bx = (double)b[0] - a[0], by = (double)b[1] - a[1];
        const double cx = (double)c[0] - a[0], cy = (double)c[1] - a[1];
        const double area = bx * cy - by * cx;
        if (!(area > 1e-9)) continue;
        const size_t top = row_from(least_of(a[1], b[1], c[1]) - 0.5f, first, end);
        const size_t bottom = row_from(most_of(a[1], b[1], c[1]) + 1.0f, first, end);
        const size_t left = row_from(least_of(a[0], b[0], c[0]) - 0.5f, 0, mesh->width);
        const size_t right = row_from(most_of(a[0], b[0], c[0]) + 1.0f, 0, mesh->width);
        const double inverse = 1.0 / area;
        const float *pa = mesh->attributes + n * (size_t)corner[0];
        const float *pb = mesh->attributes + n * (size_t)corner[1];
        const float *pc = mesh->attributes + n * (size_t)corner[2];
        for (size_t y = top; y < bottom; y++) {
            const double dy = (double)y + 0.5 - a[1];
            for (size_t x = left; x < right; x++) {
                const double dx = (double)x + 0.5 - a[0];
                // Edges belong to both neighbours; the depth test keeps the first of equals.
                const double v = (dx * cy - dy * cx) * inverse;
                const double w = (bx * dy - by * dx) * inverse;
                const double u = 1.0 - v - w;
                if (u < -1e-9 || v < -1e-9 || w < -1e-9) continue;
                const size_t p = y * mesh->width + x;
                const float depth = (float)(u * a[2] + v * b[2] + w * c[2]);
                if (!(depth < mesh->depth[p])) continue;
                mesh->depth[p] = depth;
                mesh->label[p] = mesh->labels[t];
                for (size_t k = 0; k < n; k++) mesh->out[p * n + k] = (float)(u * pa[k] + v * pb[k] + w * pc[k]);
            }
        }
    }
}

/// Catmull-Rom weights of the four samples around a point `t` past the second.
static inline void cubic(float t, float weight[4]) {
    const float t2 = t * t, t3 = t2 * t;
    weight[0] = 0.5f * (-t3 + 2.0f * t2 - t);
    weight[1] = 0.5f * (3.0f * t3 - 5.0f * t2 + 2.0f);
    weight[2] = 0.5f * (-3.0f * t3 + 4.0f * t2 + t);
    weight[3] = 0.5f * (t3 - t2);
}

/// The whole column or row before `at`, held within what the image's clamped neighbourhood can use.
static inline ptrdiff_t whole(float at, size_t length) {
    if (!(at > -4.0f)) return -4;
    if (at > (float)length + 4.0f) return (ptrdiff_t)length + 4;
    const ptrdiff_t i = (ptrdiff_t)at;
    return (float)i > at ? i - 1 : i;
}

static inline size_t held(ptrdiff_t i, size_t length) {
    return i < 0 ? 0 : i >= (ptrdiff_t)length ? length - 1 : (size_t)i;
}

static inline void sample(const float *in, size_t width, size_t height, float x, float y, float rgb[3]) {
    const float fx = x - 0.5f, fy = y - 0.5f;
    const ptrdiff_t ix = whole(fx, width), iy = whole(fy, height);
    float wx[4], wy[4];
    float tx = fx - (float)ix, ty = fy - (float)iy;
    tx = tx < 0 ? 0 : tx > 1 ? 1 : tx;
    ty = ty < 0 ? 0 : ty > 1 ? 1 : ty;
    cubic(tx, wx);
    cubic(ty, wy);
    size_t column[4];
    for (int i = 0; i < 4; i++) column[i] = held(ix - 1 + i, width) * 3;
    float sum[3] = {0, 0, 0};
    for (int j = 0; j < 4; j++) {
        const float *row = in + held(iy - 1 + j, height) * width * 3;
        for (int c = 0; c < 3; c++) {
            const float across = (wx[0] * row[column[0] + c] + wx[1] * row[column[1] + c])
                + (wx[2] * row[column[2] + c] + wx[3] * row[column[3] + c]);
            sum[c] += wy[j] * across;
        }
    }
    for (int c = 0; c < 3; c++) rgb[c] = sum[c];
}

KERNEL_CLONES
void kernel_sample_levels(const kernel_levels *levels, const float *map, size_t stride, int level_at,
                          const uint8_t *label, float *out, size_t pixels) {
    for (size_t p = 0; p < pixels; p++) {
        if (!label[p]) continue;
        const float *at = map + p * stride;
        float level = level_at < 0 ? 0.0f : at[level_at];
        const float last = (float)(levels->count - 1);
        level = !(level > 0.0f) ? 0.0f : level > last ? last : level;
        const size_t fine = (size_t)level;
        const float rest = level - (float)fine;
        const float scale = 1.0f / (float)((size_t)1 << fine);
        float rgb[3];
        const size_t *size = levels->sizes + 3 * fine;
        sample(levels->values + size[0], size[1], size[2], at[0] * scale, at[1] * scale, rgb);
        if (rest > 0.0f) {
            float coarse[3];
            const size_t *next = size + 3;
            sample(levels->values + next[0], next[1], next[2], at[0] * (0.5f * scale), at[1] * (0.5f * scale), coarse);
            for (int c = 0; c < 3; c++) rgb[c] = rgb[c] * (1.0f - rest) + coarse[c] * rest;
        }
        for (int c = 0; c < 3; c++) out[p * 3 + c] = rgb[c];
    }
}

KERNEL_CLONES
void kernel_halve(const float *in, size_t width, size_t height, size_t channels, float *out, size_t first, size_t end) {
    static const float weight[4] = {0.125f, 0.375f, 0.375f, 0.125f};
    const size_t columns = (width + 1) / 2;
    for (size_t y = first; y < end; y++) {
        const float *row[4];
        for (int j = 0; j < 4; j++) row[j] = in + held((ptrdiff_t)(2 * y) - 1 + j, height) * width * channels;
        for (size_t x = 0; x < columns; x++) {
            size_t column[4];
            for (int i = 0; i < 4; i++) column[i] = held((ptrdiff_t)(2 * x) - 1 + i, width) * channels;
            for (size_t c = 0; c < channels; c++) {
                float sum = 0;
                for (int j = 0; j < 4; j++) {
                    float across = 0;
                    for (int i = 0; i < 4; i++) across += weight[i] * row[j][column[i] + c];
                    sum += weight[j] * across;
                }
                out[(y * columns + x) * channels + c] = sum;
            }
        }
    }
}

KERNEL_CLONES
void kernel_block_means(const float *in, size_t width, size_t channels, size_t factor, float *out, size_t first,
                        size_t end) {
    const size_t columns = width / factor;
    const float share = 1.0f / (float)(factor * factor);
    for (size_t y = first; y < end; y++) {
        for (size_t x = 0; x < columns; x++) {
            for (size_t c = 0; c < channels; c++) {
                float sum = 0;
                for (size_t j = 0; j < factor; j++) {
                    const float *from = in + ((y * factor + j) * width + x * factor) * channels + c;
                    for (size_t i = 0; i < factor; i++) sum += from[i * channels];
                }
                out[(y * columns + x) * channels + c] = sum * share;
            }
        }
    }
}

KERNEL_CLONES
void kernel_add_scaled(const float *in, int flipped, const float *f, size_t grid, float *out, size_t side,
                       size_t first, size_t end) {
    const float ratio = (float)grid / (float)side;
    for (size_t y = first; y < end; y++) {
        const float gy = ((float)y + 0.5f) * ratio - 0.5f;
        const ptrdiff_t iy = whole(gy, grid);
        const float ty = gy - (float)iy;
        const float *above = f + held(iy, grid) * grid * 3, *below = f + held(iy + 1, grid) * grid * 3;
        for (size_t x = 0; x < side; x++) {
            const float gx = ((float)x + 0.5f) * ratio - 0.5f;
            const ptrdiff_t ix = whole(gx, grid);
            const float tx = gx - (float)ix;
            const size_t l = held(ix, grid) * 3, r = held(ix + 1, grid) * 3;
            const size_t to = (y * side + x) * 3;
            const size_t from = (y * side + (flipped ? side - 1 - x : x)) * 3;
            for (size_t c = 0; c < 3; c++) {
                const float upper = above[l + c] * (1.0f - tx) + above[r + c] * tx;
                const float lower = below[l + c] * (1.0f - tx) + below[r + c] * tx;
                const float factor = upper * (1.0f - ty) + lower * ty;
                out[to + c] += (in ? in[from + c] : 1.0f) * factor;
            }
        }
    }
}

/// Uniform cubic B-spline weights.
static inline void spline(float t, float weight[4]) {
    const float r = 1.0f - t, t2 = t * t;
    weight[0] = r * r * r * (1.0f / 6.0f);
    weight[1] = (3.0f * t2 * t - 6.0f * t2 + 4.0f) * (1.0f / 6.0f);
    weight[2] = (-3.0f * t2 * t + 3.0f * t2 + 3.0f * t + 1.0f) * (1.0f / 6.0f);
    weight[3] = t2 * t * (1.0f / 6.0f);
}

KERNEL_CLONES
void kernel_displace(const kernel_displacement *field, size_t first, size_t end) {
    const float per = 1.0f / field->spacing;
    for (size_t y = first; y < end; y++) {
        const float gy = ((float)y + 0.5f) * per;
        const size_t iy = (size_t)gy;
        float wy[4];
        spline(gy - (float)iy, wy);
        for (size_t x = 0; x < field->width; x++) {
            const float gx = ((float)x + 0.5f) * per;
            const size_t ix = (size_t)gx;
            float wx[4];
            spline(gx - (float)ix, wx);
            float dx = 0, dy = 0;
            for (size_t j = 0; j < 4; j++) {
                const float *node = field->nodes + ((iy + j) * field->columns + ix) * 2;
                float rx = 0, ry = 0;
                for (size_t i = 0; i < 4; i++) {
                    rx += wx[i] * node[2 * i];
                    ry += wx[i] * node[2 * i + 1];
                }
                dx += wy[j] * rx;
                dy += wy[j] * ry;
            }
            const size_t p = (y * field->width + x) * 3;
            if (dx == 0.0f && dy == 0.0f) {
                for (int c = 0; c < 3; c++) field->out[p + c] = field->in[p + c];
            } else {
                sample(field->in, field->width, field->height, (float)x + 0.5f + dx, (float)y + 0.5f + dy,
                       field->out + p);
            }
        }
    }
}
