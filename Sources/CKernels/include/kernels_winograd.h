#ifndef LIKENESS_KERNELS_WINOGRAD_H
#define LIKENESS_KERNELS_WINOGRAD_H

#include "kernels_clones.h"

/// The 3 × 3 filters of a convolution, moved to where Winograd's algorithm multiplies: U = G·w·Gᵀ.
/// - SeeAlso: Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2015, section 4.
typedef struct {
    /// `outputs · inputs · 9`, as ONNX stores them.
    const float *filters;
    size_t outputs, inputs;
    /// `side · 3` numbers: G.
    const double *transform;
    /// Of a square of values.
    size_t side;
} kernel_winograd_request;

/// The matrices of the outputs `first ..< last`: `out` holds `side²` of `outputs · inputs` each. Calculates in double,
/// so that the filters lose nothing that float32 holds.
void kernel_winograd_filters(const kernel_winograd_request *request, float *out, size_t first, size_t last);

#endif
