#pragma STDC FP_CONTRACT OFF
#include "kernels_crops.h"

#include <string.h>

// Block sums are taken column by column over a chunk that fits the first cache level, so that the inner loop runs
// along memory whatever the factor is.
enum { CHUNK = KERNEL_GATHER_FACTOR * 4 };

// A pixel is summed with the first value of its neighbour: four lanes at once cost less than three.
enum { LANES = 4 };

static inline size_t clamped(ptrdiff_t at, size_t count) {
    return at < 0 ? 0 : ((size_t)at >= count ? count - 1 : (size_t)at);
}

// The gatherers differ in the types of a code value, of the sum of a column and of a block alone.
#define GATHER(LINKAGE, NAME, CODE, SUM, TOTAL)                                                                       \
    /* Adds `span` pixels of a row, from `left` on, to the sums of their columns. */                                  \
    static inline __attribute__((always_inline)) void NAME##_add(                                                     \
        SUM *restrict sums, const CODE *restrict line, ptrdiff_t left, size_t span, size_t width, size_t n) {         \
        const size_t before = left >= 0 ? 0 : ((size_t)-left < span ? (size_t)-left : span);                          \
        const ptrdiff_t room = (ptrdiff_t)width - left;                                                               \
        const size_t seen = room <= (ptrdiff_t)before ? before : ((size_t)room < span ? (size_t)room : span);         \
        for (size_t i = 0; i < before; i++)                                                                           \
            for (size_t c = 0; c < n; c++) sums[i * n + c] = (SUM)(sums[i * n + c] + line[c]);                        \
        const CODE *from = line + ((ptrdiff_t)before + left) * (ptrdiff_t)n;                                          \
        SUM *to = sums + before * n;                                                                                  \
        for (size_t i = 0; i < (seen - before) * n; i++) to[i] = (SUM)(to[i] + from[i]);                              \
        const CODE *edge = line + (width - 1) * n;                                                                    \
        for (size_t i = seen; i < span; i++)                                                                          \
            for (size_t c = 0; c < n; c++) sums[i * n + c] = (SUM)(sums[i * n + c] + edge[c]);                        \
    }                                                                                                                 \
    KERNEL_CLONES                                                                                                     \
    LINKAGE void NAME(const kernel_gather_request *q, float *out, size_t first, size_t last) {                        \
        const size_t k = q->factor, n = q->channels;                                                                  \
        const size_t blocks = CHUNK / (k * n);                                                                        \
        const float share = q->unit / (float)(k * k);                                                                 \
        SUM sums[CHUNK + LANES];                                                                                      \
        for (size_t row = first; row < last; row++) {                                                                 \
            for (size_t start = 0; start < q->across; start += blocks) {                                              \
                const size_t count = start + blocks < q->across ? blocks : q->across - start;                         \
                const ptrdiff_t left = q->x + (ptrdiff_t)(start * k);                                                 \
                const size_t span = count * k;                                                                        \
                memset(sums, 0, (span * n + LANES) * sizeof(SUM));                                                    \
                for (size_t dy = 0; dy < k; dy++) {                                                                   \
                    const size_t y = clamped(q->y + (ptrdiff_t)(row * k + dy), q->height);                            \
                    NAME##_add(sums, (const CODE *)q->codes + y * q->width * n, left, span, q->width, n);             \
                }                                                                                                     \
                float *to = out + (row * q->across + start) * 3;                                                      \
                for (size_t block = 0; block < count; block++) {                                                      \
                    const SUM *from = sums + block * k * n;                                                           \
                    TOTAL total[LANES] = {0};                                                                         \
                    for (size_t i = 0; i < k; i++)                                                                    \
                        for (size_t c = 0; c < LANES; c++) total[c] += from[i * n + c];                               \
                    for (size_t c = 0; c < 3; c++) to[block * 3 + c] = (float)total[c] * share;                       \
                }                                                                                                     \
            }                                                                                                         \
        }                                                                                                             \
    }

// 257 times 255 is the most that 16 bits hold, and the square of that times 255 fits 32.
GATHER(static, gather_8_narrow, uint8_t, uint16_t, uint32_t)
GATHER(static, gather_8_wide, uint8_t, uint32_t, uint64_t)
GATHER(, kernel_gather_16, uint16_t, uint32_t, uint64_t)

void kernel_gather_8(const kernel_gather_request *q, float *out, size_t first, size_t last) {
    (q->factor <= 257 ? gather_8_narrow : gather_8_wide)(q, out, first, last);
}

typedef float lanes __attribute__((vector_size(LANES * sizeof(float))));

KERNEL_CLONES
void kernel_crop(const kernel_crop_request *q, float *out, size_t first, size_t last) {
    // A copy, which what is written cannot change.
    const kernel_crop_request r = *q;
    const float right = (float)(r.width - 1), bottom = (float)(r.height - 1);
    for (size_t row = first; row < last; row++) {
        for (size_t column = 0; column < r.side; column++) {
            float *to = out + (row * r.side + column) * 3;
            float u = r.x + r.right_x * (float)column + r.down_x * (float)row - 0.5f;
            float v = r.y + r.right_y * (float)column + r.down_y * (float)row - 0.5f;
            const int inside = u >= -0.5f && v >= -0.5f && u <= right + 0.5f && v <= bottom + 0.5f;
            if (!inside && !r.repeats_edge) {
                to[0] = to[1] = to[2] = r.offset;
                continue;
            }
            u = u < 0 ? 0 : (u > right ? right : u);
            v = v < 0 ? 0 : (v > bottom ? bottom : v);
            // Signed: one instruction each way.
            const int32_t column0 = (int32_t)u, row0 = (int32_t)v;
            const size_t x0 = (size_t)column0, y0 = (size_t)row0;
            const size_t x1 = x0 + 1 < r.width ? x0 + 1 : x0;
            const size_t y1 = y0 + 1 < r.height ? y0 + 1 : y0;
            const float fx = u - (float)column0, fy = v - (float)row0;
            const float *a = r.in + (y0 * r.width + x0) * 3, *b = r.in + (y0 * r.width + x1) * 3;
            const float *c = r.in + (y1 * r.width + x0) * 3, *d = r.in + (y1 * r.width + x1) * 3;
            // The fourth lane is the first value of the next pixel, or of the spare one after the image.
            lanes va, vb, vc, vd;
            memcpy(&va, a, sizeof va);
            memcpy(&vb, b, sizeof vb);
            memcpy(&vc, c, sizeof vc);
            memcpy(&vd, d, sizeof vd);
            const lanes above = va + (vb - va) * fx;
            const lanes below = vc + (vd - vc) * fx;
            const lanes value = (above + (below - above) * fy) * r.gain + r.offset;
            memcpy(to, &value, 3 * sizeof(float));
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
kernel_span_sums kernel_measure_spans(
    const float *rgb, size_t side, const int32_t *from, const int32_t *to, size_t first, size_t last) {
    const float bottom = 0.5f / 255.0f, top = 254.5f / 255.0f;
    kernel_span_sums sums = {0, 0, 0, 0, 0};
    const size_t end = last + 1 > side ? side - 1 : last;
    for (size_t row = first < 1 ? 1 : first; row < end; row++) {
        const size_t left = from[row] < 1 ? 1 : (size_t)from[row];
        const size_t right = to[row] > (int32_t)side - 1 ? side - 1 : (size_t)(to[row] < 0 ? 0 : to[row]);
        for (size_t column = left; column < right; column++) {
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
