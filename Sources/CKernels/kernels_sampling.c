#pragma STDC FP_CONTRACT OFF
#include "kernels_sampling.h"

#include <math.h>

static inline size_t held(ptrdiff_t at, size_t count) {
    return at < 0 ? 0 : ((size_t)at >= count ? count - 1 : (size_t)at);
}

// The samplers differ in the type of a value and in how many channels they give.
#define SAMPLE(NAME, VALUE, KEPT)                                                                                     \
    KERNEL_CLONES                                                                                                     \
    void NAME(const kernel_sample_request *q, float *out, size_t first, size_t last) {                                \
        const VALUE *in = q->in;                                                                                      \
        const size_t n = q->channels, kept = (KEPT);                                                                  \
        const double *m = q->map, width = (double)q->width, height = (double)q->height;                               \
        /* Repeating the edge is the same as not going beyond it; else one pixel of 0 lies around the picture. */     \
        const double beyond = q->repeats_edge ? 0 : 1;                                                                \
        for (size_t row = first; row < last; row++) {                                                                 \
            const double u0 = m[1] * (double)row + m[2], v0 = m[4] * (double)row + m[5];                              \
            for (size_t column = 0; column < q->across; column++) {                                                   \
                float *to = out + (row * q->across + column) * kept;                                                  \
                const double u = fmin(fmax(m[0] * (double)column + u0, -beyond), width - 1 + beyond);                 \
                const double v = fmin(fmax(m[3] * (double)column + v0, -beyond), height - 1 + beyond);                \
                const double left = floor(u), top = floor(v);                                                         \
                const float fx = (float)(u - left), fy = (float)(v - top);                                            \
                const ptrdiff_t x = (ptrdiff_t)left, y = (ptrdiff_t)top;                                              \
                float a = (1 - fx) * (1 - fy), b = fx * (1 - fy), c = (1 - fx) * fy, d = fx * fy;                     \
                if (x < 0) a = c = 0;                                                                                 \
                if (y < 0) a = b = 0;                                                                                 \
                if (x + 1 >= (ptrdiff_t)q->width) b = d = 0;                                                          \
                if (y + 1 >= (ptrdiff_t)q->height) c = d = 0;                                                         \
                if (x >= (ptrdiff_t)q->width || y >= (ptrdiff_t)q->height) a = b = c = d = 0;                         \
                const size_t x0 = held(x, q->width), x1 = held(x + 1, q->width);                                      \
                const size_t y0 = held(y, q->height), y1 = held(y + 1, q->height);                                    \
                const VALUE *p = in + (y0 * q->width + x0) * n, *r = in + (y0 * q->width + x1) * n;                   \
                const VALUE *s = in + (y1 * q->width + x0) * n, *t = in + (y1 * q->width + x1) * n;                   \
                for (size_t k = 0; k < kept; k++) {                                                                   \
                    to[k] = ((float)p[k] * a + (float)r[k] * b + ((float)s[k] * c + (float)t[k] * d)) * q->unit;      \
                }                                                                                                     \
            }                                                                                                         \
        }                                                                                                             \
    }

SAMPLE(kernel_sample_8, uint8_t, 3)
SAMPLE(kernel_sample_16, uint16_t, 3)
SAMPLE(kernel_sample_float, float, q->channels)
