#pragma STDC FP_CONTRACT OFF
#include "kernels_traces.h"

#include <math.h>
#include <string.h>

enum { DETAIL = 16, AROUND = 24 };

static inline float luma(float red, float green, float blue) { return 0.299f * red + 0.587f * green + 0.114f * blue; }

void kernel_trace_luma8(const uint8_t *codes, size_t step, float *line, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const uint8_t *at = codes + i * step;
        line[i] = luma(at[0], at[1], at[2]);
    }
}

void kernel_trace_luma16(const uint16_t *codes, size_t step, float *line, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const uint16_t *at = codes + i * step;
        line[i] = luma(at[0], at[1], at[2]) * (1.0f / 257.0f);
    }
}

void kernel_trace_marks(const float *line, size_t count, float limit, uint8_t *marks) {
    memset(marks, 0, count);
    double sum = 0;
    for (size_t i = 1; i < count; i++) {
        sum += fabsf(line[i] - line[i - 1]);
        if (i > DETAIL) { sum -= fabsf(line[i - DETAIL] - line[i - DETAIL - 1]); }
        if (i >= DETAIL) { marks[i - DETAIL / 2] = sum > (double)limit * DETAIL; }
    }
}

// The exponent, and Chebyshev's fit of the binary logarithm over 1 … 2.
static inline float logarithm(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    const float exponent = (float)((int32_t)(bits >> 23) - 127);
    bits = (bits & 0x007FFFFF) | 0x3F800000;
    float x;
    memcpy(&x, &bits, sizeof x);
    const float fraction =
        -2.786813f + x * (5.046876f + x * (-3.492494f + x * (1.593901f + x * (-0.404867f + x * 0.043429f))));
    return (exponent + fraction) * 0.6931472f;
}

KERNEL_CLONES
void kernel_trace_logarithms(
    const float *line, const float *taps, size_t length, size_t lag, float *restrict logs, size_t count) {
    for (size_t i = 0; i < count; i++) { logs[i] = taps[0] * line[i]; }
    for (size_t k = 1; k < length; k++) {
        const float tap = taps[k];
        const float *from = line + k * lag;
        for (size_t i = 0; i < count; i++) { logs[i] += tap * from[i]; }
    }
    for (size_t i = 0; i < count; i++) { logs[i] = logarithm(fabsf(logs[i]) + 1.0f); }
}

size_t kernel_trace_add(const float *logs, const uint8_t *marks, double *sums, size_t count) {
    if (count <= AROUND) { return 0; }
    double around = 0;
    for (size_t i = 0; i < AROUND; i++) { around += logs[i]; }
    size_t added = 0;
    for (size_t i = AROUND / 2; i + AROUND / 2 < count; i++) {
        if (marks[i]) {
            sums[i] += logs[i] - around / AROUND;
            added++;
        }
        around += (double)logs[i + AROUND / 2] - (double)logs[i - AROUND / 2];
    }
    return added;
}
