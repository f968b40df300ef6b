#pragma STDC FP_CONTRACT OFF
#include "kernels_arithmetic.h"

KERNEL_CLONES
void kernel_mix(const float *over, const float *under, const float *mask, float *out, size_t pixels, size_t channels) {
    for (size_t i = 0; i < pixels; i++) {
        const float m = mask[i];
        const float rest = 1.0f - m;
        for (size_t c = 0; c < channels; c++) {
            const size_t k = i * channels + c;
            out[k] = over[k] * m + under[k] * rest;
        }
    }
}
