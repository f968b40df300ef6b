#pragma STDC FP_CONTRACT OFF
#include "kernels_winograd.h"

enum { FILTER = 9, BLOCK = 64 };

KERNEL_CLONES
void kernel_winograd_filters(const kernel_winograd_request *q, float *out, size_t first, size_t last) {
    const size_t inputs = q->inputs, plane = q->outputs * inputs;
    double taps[FILTER][BLOCK];
    for (size_t o = first; o < last; o++) {
        for (size_t start = 0; start < inputs; start += BLOCK) {
            const size_t count = inputs - start < BLOCK ? inputs - start : BLOCK;
            const float *filters = q->filters + (o * inputs + start) * FILTER;
            for (size_t tap = 0; tap < FILTER; tap++) {
                for (size_t i = 0; i < count; i++) taps[tap][i] = filters[i * FILTER + tap];
            }
            for (size_t row = 0; row < q->side; row++) {
                for (size_t column = 0; column < q->side; column++) {
                    const double *down = q->transform + row * 3, *across = q->transform + column * 3;
                    float *to = out + (row * q->side + column) * plane + o * inputs + start;
                    for (size_t i = 0; i < count; i++) {
                        double sum = 0;
                        for (size_t tap = 0; tap < FILTER; tap++) {
                            sum += down[tap / 3] * across[tap % 3] * taps[tap][i];
                        }
                        to[i] = (float)sum;
                    }
                }
            }
        }
    }
}
