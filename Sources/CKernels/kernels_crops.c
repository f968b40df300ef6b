#pragma STDC FP_CONTRACT OFF
#include "kernels_crops.h"

#include <string.h>

// Block sums are taken column by column over a chunk that fits the first cache level, so that the inner loop runs
// along memory whatever the factor is.
enum { CHUNK = 2048 };

static inline size_t clamped(ptrdiff_t at, size_t count) {
    return at < 0 ? 0 : ((size_t)at >= count ? count - 1 : (size_t)at);
}

// The gatherers differ in the types of a code value and of the sum of a column's alone.
#define GATHER(LINKAGE, NAME, CODE, SUM)                                                                              \
    KERNEL_CLONES                                                                                                     \
    LINKAGE void NAME(const kernel_gather_request *q, float *out, size_t first, size_t last) {                        \
        const size_t k = q->factor, n = q->channels;                                                                  \
        const size_t blocks = k * n <= CHUNK ? CHUNK / (k * n) : 1;                                                   \
        const float share = q->unit / (float)(k * k);                                                                 \
        SUM sums[CHUNK];                                                                                              \
        for (size_t row = first; row < last; row++) {                                                                 \
            for (size_t start = 0; start < q->across; start += blocks) {                                              \
                const size_t count = start + blocks < q->across ? blocks : q->across - start;                         \
                const ptrdiff_t left = q->x + (ptrdiff_t)(start * k);                                                 \
                const size_t span = count * k;                                                                        \
                memset(sums, 0, span * n * sizeof(SUM));                                                              \
                for (size_t dy = 0; dy < k; dy++) {                                                                   \
                    const size_t y = clamped(q->y + (ptrdiff_t)(row * k + dy), q->height);                            \
                    const CODE *line = (const CODE *)q->codes + y * q->width * n;                                     \
                    if (left >= 0 && (size_t)left + span <= q->width) {                                               \
                        const CODE *from = line + (size_t)left * n;                                                   \
                        for (size_t i = 0; i < span * n; i++) sums[i] = (SUM)(sums[i] + from[i]);                     \
                    } else {                                                                                          \
                        for (size_t i = 0; i < span; i++) {                                                           \
                            const CODE *from = line + clamped(left + (ptrdiff_t)i, q->width) * n;                     \
                            for (size_t c = 0; c < n; c++) sums[i * n + c] = (SUM)(sums[i * n + c] + from[c]);        \
                        }                                                                                             \
                    }                                                                                                 \
                }                                                                                                     \
                float *to = out + (row * q->across + start) * 3;                                                      \
                for (size_t block = 0; block < count; block++) {                                                      \
                    const SUM *from = sums + block * k * n;                                                           \
                    uint64_t r = 0, g = 0, b = 0;                                                                     \
                    for (size_t i = 0; i < k; i++) {                                                                  \
                        r += from[i * n];                                                                             \
                        g += from[i * n + 1];                                                                         \
                        b += from[i * n + 2];                                                                         \
                    }                                                                                                 \
                    to[block * 3] = (float)r * share;                                                                 \
                    to[block * 3 + 1] = (float)g * share;                                                             \
                    to[block * 3 + 2] = (float)b * share;                                                             \
                }                                                                                                     \
            }                                                                                                         \
        }                                                                                                             \
    }

GATHER(static, gather_8_narrow, uint8_t, uint16_t)
GATHER(static, gather_8_wide, uint8_t, uint32_t)
GATHER(, kernel_gather_16, uint16_t, uint32_t)

void kernel_gather_8(const kernel_gather_request *q, float *out, size_t first, size_t last) {
    // 257 times 255 is the most that 16 bits hold.
    (q->factor <= 257 ? gather_8_narrow : gather_8_wide)(q, out, first, last);
}

KERNEL_CLONES
void kernel_crop(const kernel_crop_request *q, float *out, size_t first, size_t last) {
    const float right = (float)(q->width - 1), bottom = (float)(q->height - 1);
    for (size_t row = first; row < last; row++) {
        for (size_t column = 0; column < q->side; column++) {
            float *to = out + (row * q->side + column) * 3;
            float u = q->x + q->right_x * (float)column + q->down_x * (float)row - 0.5f;
            float v = q->y + q->right_y * (float)column + q->down_y * (float)row - 0.5f;
            const int inside = u >= -0.5f && v >= -0.5f && u <= right + 0.5f && v <= bottom + 0.5f;
            if (!inside && !q->repeats_edge) {
                to[0] = to[1] = to[2] = q->offset;
                continue;
            }
            u = u < 0 ? 0 : (u > right ? right : u);
            v = v < 0 ? 0 : (v > bottom ? bottom : v);
            const size_t x0 = (size_t)u, y0 = (size_t)v;
            const size_t x1 = x0 + 1 < q->width ? x0 + 1 : x0;
            const size_t y1 = y0 + 1 < q->height ? y0 + 1 : y0;
            const float fx = u - (float)x0, fy = v - (float)y0;
            const float *a = q->in + (y0 * q->width + x0) * 3, *b = q->in + (y0 * q->width + x1) * 3;
            const float *c = q->in + (y1 * q->width + x0) * 3, *d = q->in + (y1 * q->width + x1) * 3;
            for (size_t i = 0; i < 3; i++) {
                const float above = a[i] + (b[i] - a[i]) * fx;
                const float below = c[i] + (d[i] - c[i]) * fx;
                to[i] = (above + (below - above) * fy) * q->gain + q->offset;
            }
        }
    }
}

static inline size_t entry(float value) {
    const float at = value * 65535.0f + 0.5f;
    return at <= 0 ? 0 : (at >= 65535.0f ? 65535 : (size_t)at);
}

KERNEL_CLONES
void kernel_display(const kernel_display_request *q, float *values, size_t pixels) {
    const float *m = q->matrix;
    for (size_t i = 0; i < pixels; i++) {
        float *v = values + i * 3;
        const float r = q->linear[0][entry(v[0])], g = q->linear[1][entry(v[1])], b = q->linear[2][entry(v[2])];
        v[0] = q->encoded[entry(m[0] * r + m[1] * g + m[2] * b)];
        v[1] = q->encoded[entry(m[3] * r + m[4] * g + m[5] * b)];
        v[2] = q->encoded[entry(m[6] * r + m[7] * g + m[8] * b)];
    }
}

static inline float luminance(const float *v) { return 0.2126f * v[0] + 0.7152f * v[1] + 0.0722f * v[2]; }

KERNEL_CLONES
kernel_span_sums kernel_measure_spans(const float *rgb, size_t side, const int32_t *from, const int32_t *to) {
    const float bottom = 0.5f / 255.0f, top = 254.5f / 255.0f;
    kernel_span_sums sums = {0, 0, 0, 0, 0};
    for (size_t row = 1; row + 1 < side; row++) {
        const size_t first = from[row] < 1 ? 1 : (size_t)from[row];
        const size_t last = to[row] > (int32_t)side - 1 ? side - 1 : (size_t)(to[row] < 0 ? 0 : to[row]);
        for (size_t column = first; column < last; column++) {
            const float *v = rgb + (row * side + column) * 3;
            const float y = luminance(v);
            const float around =
                (luminance(v - 3) + luminance(v + 3) + luminance(v - side * 3) + luminance(v + side * 3)) * 0.25f;
            const float fine = y - around;
            const int dark = v[0] <= bottom && v[1] <= bottom && v[2] <= bottom;
            const int bright = v[0] >= top && v[1] >= top && v[2] >= top;
            sums.count += 1;
            sums.luminance += (double)y;
            sums.square += (double)y * (double)y;
            sums.detail += (double)fine * (double)fine;
            sums.clipped += dark || bright ? 1 : 0;
        }
    }
    return sums;
}
