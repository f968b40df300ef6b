#pragma STDC FP_CONTRACT OFF
#include "kernels_poisson.h"

// Σ link·u over the four neighbours of cell p in column x, row y, channel c.
static inline float neighbours(
    const kernel_grid *grid, const float *u, size_t x, size_t y, size_t p, size_t c) {
    const size_t width = grid->width;
    float sum = 0;
    if (x + 1 < width) sum += grid->right[p] * u[(p + 1) * 3 + c];
    if (x > 0) sum += grid->right[p - 1] * u[(p - 1) * 3 + c];
    if (y + 1 < grid->height) sum += grid->below[p] * u[(p + width) * 3 + c];
    if (y > 0) sum += grid->below[p - width] * u[(p - width) * 3 + c];
    return sum;
}

KERNEL_CLONES
void kernel_grid_smooth(const kernel_grid *grid, float *u, const float *b, size_t parity, size_t first, size_t last) {
    for (size_t y = first; y < last; y++) {
        for (size_t x = (y + parity) & 1; x < grid->width; x += 2) {
            const size_t p = y * grid->width + x;
            const float inverse = grid->inverse[p];
            if (inverse == 0) continue;
            for (size_t c = 0; c < 3; c++) {
                u[p * 3 + c] = (b[p * 3 + c] + neighbours(grid, u, x, y, p, c)) * inverse;
            }
        }
    }
}

KERNEL_CLONES
void kernel_grid_residual(
    const kernel_grid *grid, const float *u, const float *b, float *out, size_t first, size_t last) {
    for (size_t y = first; y < last; y++) {
        for (size_t x = 0; x < grid->width; x++) {
            const size_t p = y * grid->width + x;
            const float inverse = grid->inverse[p];
            for (size_t c = 0; c < 3; c++) {
                if (inverse == 0) {
                    out[p * 3 + c] = 0;
                    continue;
                }
                const float product = u[p * 3 + c] / inverse - neighbours(grid, u, x, y, p, c);
                out[p * 3 + c] = b ? b[p * 3 + c] - product : product;
            }
        }
    }
}

KERNEL_CLONES
void kernel_grid_restrict(
    const float *fine, size_t width, size_t height, float *coarse, size_t first, size_t last) {
    const size_t across = (width + 1) / 2;
    for (size_t y = first; y < last; y++) {
        for (size_t x = 0; x < across; x++) {
            for (size_t c = 0; c < 3; c++) {
                float sum = 0;
                for (size_t v = 2 * y; v < 2 * y + 2 && v < height; v++) {
                    for (size_t u = 2 * x; u < 2 * x + 2 && u < width; u++) sum += fine[(v * width + u) * 3 + c];
                }
                coarse[(y * across + x) * 3 + c] = sum;
            }
        }
    }
}

KERNEL_CLONES
void kernel_grid_prolong(
    const float *coarse, const kernel_grid *grid, float *fine, size_t first, size_t last) {
    const size_t across = (grid->width + 1) / 2;
    for (size_t y = first; y < last; y++) {
        for (size_t x = 0; x < grid->width; x++) {
            const size_t p = y * grid->width + x;
            if (grid->inverse[p] == 0) continue;
            for (size_t c = 0; c < 3; c++) fine[p * 3 + c] += coarse[((y / 2) * across + x / 2) * 3 + c];
        }
    }
}

KERNEL_CLONES
void kernel_grid_dot(const float *a, const float *b, size_t length, double *out, size_t first, size_t last) {
    for (size_t y = first; y < last; y++) {
        double sum[3] = {0, 0, 0};
        const size_t start = y * length * 3;
        for (size_t i = 0; i < length; i++) {
            for (size_t c = 0; c < 3; c++) sum[c] += (double)a[start + i * 3 + c] * (double)b[start + i * 3 + c];
        }
        for (size_t c = 0; c < 3; c++) out[y * 3 + c] = sum[c];
    }
}

KERNEL_CLONES
void kernel_grid_update(const float *x, const float *scale, float *y, const float *keep, size_t cells) {
    for (size_t i = 0; i < cells; i++) {
        for (size_t c = 0; c < 3; c++) y[i * 3 + c] = x[i * 3 + c] * scale[c] + y[i * 3 + c] * keep[c];
    }
}
