#ifndef LIKENESS_KERNELS_POISSON_H
#define LIKENESS_KERNELS_POISSON_H

#include "kernels_clones.h"

/// One level of a linear system on a grid: for every cell p
///     (Σ links + rim_p) u_p − Σ link·u_neighbour = b_p
/// `right[p]` links p with its right neighbour, `below[p]` with the one below (0 where there is none), `rim[p]` with
/// fixed values of 0 around. `inverse[p]` is 1 / (Σ links + rim), or 0 for cells outside. Three channels a cell in `u`
/// and `b`.
typedef struct {
    size_t width, height;
    const float *right, *below, *inverse;
} kernel_grid;

/// Gauss–Seidel over the cells of one colour of the chequerboard (`parity` 0 or 1) in rows `first ..< last`.
void kernel_grid_smooth(const kernel_grid *grid, float *u, const float *b, size_t parity, size_t first, size_t last);

/// out = b − A u; with `b` null, out = A u.
void kernel_grid_residual(
    const kernel_grid *grid, const float *u, const float *b, float *out, size_t first, size_t last);

/// Sums 2×2 cells of `fine` into each cell of `coarse` (ceil of half the size), rows of `coarse`.
void kernel_grid_restrict(
    const float *fine, size_t width, size_t height, float *coarse, size_t first, size_t last);

/// Adds each coarse value to its 2×2 fine cells that take part (`inverse` above 0), rows of `fine`.
void kernel_grid_prolong(
    const float *coarse, const kernel_grid *grid, float *fine, size_t first, size_t last);

/// Per row and channel Σ a·b: out[3·row + channel], rows `first ..< last` of `length` cells.
void kernel_grid_dot(const float *a, const float *b, size_t length, double *out, size_t first, size_t last);

/// y = x·scale[c] + y·keep[c] for each cell's three channels.
void kernel_grid_update(const float *x, const float *scale, float *y, const float *keep, size_t cells);

#endif
