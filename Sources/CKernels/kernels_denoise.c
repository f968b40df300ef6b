#pragma STDC FP_CONTRACT OFF
#include "kernels_denoise.h"

#include <math.h>

size_t kernel_denoise_scratch(const kernel_denoise_request *q) { return q->width + 2 * q->patch + 5 * q->width; }

/// exp(−t) to within a tenth, by multiplication alone; 0 from 8 on.
static inline float weight(float t) {
    const float rest = t < 8 ? 1 - t * 0.125f : 0;
    const float square = rest * rest, fourth = square * square;
    return fourth * fourth;
}

KERNEL_CLONES
void kernel_denoise(const kernel_denoise_request *q, float *scratch, float *out, size_t first, size_t last) {
    const size_t width = q->width, patch = q->patch, margin = q->search + patch;
    const ptrdiff_t search = (ptrdiff_t)q->search;
    const size_t reach = 2 * patch + 1, wide = width + 2 * patch;
    const float values = (float)(3 * reach * reach);
    const float floor = 2 * q->sigma * q->sigma * values;
    const float gain = 1 / (q->tolerance * q->tolerance * q->sigma * q->sigma * values);
    float *restrict columns = scratch, *restrict total = columns + wide, *restrict peak = total + width;
    float *restrict red = peak + width, *restrict green = red + width, *restrict blue = green + width;
    for (size_t row = first; row < last; row++) {
        for (size_t x = 0; x < width; x++) { total[x] = peak[x] = red[x] = green[x] = blue[x] = 0; }
        const float *corner = q->in + (row + q->search) * q->stride + q->search;
        const float *here = q->in + (row + margin) * q->stride + margin;
        for (ptrdiff_t dy = -search; dy <= search; dy++) {
            for (ptrdiff_t dx = -search; dx <= search; dx++) {
                if (dx == 0 && dy == 0) { continue; }
                const ptrdiff_t away = dy * (ptrdiff_t)q->stride + dx;
                for (size_t x = 0; x < wide; x++) { columns[x] = 0; }
                for (size_t c = 0; c < 3; c++) {
                    for (size_t j = 0; j < reach; j++) {
                        const float *a = corner + c * q->plane + j * q->stride, *b = a + away;
                        for (size_t x = 0; x < wide; x++) { columns[x] += (a[x] - b[x]) * (a[x] - b[x]); }
                    }
                }
                const float *r = here + away, *g = r + q->plane, *b = g + q->plane;
                for (size_t x = 0; x < width; x++) {
                    float distance = 0;
                    for (size_t i = 0; i < reach; i++) { distance += columns[x + i]; }
                    const float beyond = distance > floor ? distance - floor : 0;
                    const float w = weight(beyond * gain);
                    total[x] += w;
                    peak[x] = w > peak[x] ? w : peak[x];
                    red[x] += w * r[x];
                    green[x] += w * g[x];
                    blue[x] += w * b[x];
                }
            }
        }
        for (size_t x = 0; x < width; x++) {
            // The pixel itself counts as much as the one most like it; alone it stays.
            const float own = peak[x] > 0 ? peak[x] : 1;
            const float whole = 1 / (total[x] + own);
            float *to = out + (row * width + x) * 3;
            to[0] = (red[x] + own * here[x]) * whole;
            to[1] = (green[x] + own * here[q->plane + x]) * whole;
            to[2] = (blue[x] + own * here[2 * q->plane + x]) * whole;
        }
    }
}

KERNEL_CLONES
void kernel_count_bends(
    const float *in, size_t stride, size_t width, float scale, uint32_t *bins, size_t count, size_t first,
    size_t last) {
    const float unit = scale / 6, highest = (float)(count - 1);
    for (size_t row = first; row < last; row++) {
        const float *a = in + (row - 1) * stride, *b = a + stride, *c = b + stride;
        for (size_t x = 1; x + 1 < width; x++) {
            const float outer = a[x - 1] - 2 * a[x] + a[x + 1] + (c[x - 1] - 2 * c[x] + c[x + 1]);
            const float bend = fabsf(outer - 2 * (b[x - 1] - 2 * b[x] + b[x + 1])) * unit;
            bins[(size_t)(bend < highest ? bend : highest)]++;
        }
    }
}
