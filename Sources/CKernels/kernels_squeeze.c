#pragma STDC FP_CONTRACT OFF
#include "kernels_squeeze.h"

enum { BITS = 22 };

static inline uint8_t rounded(int32_t sum) {
    const int32_t code = (sum + (1 << (BITS - 1))) >> BITS;
    return (uint8_t)(code < 0 ? 0 : (code > 255 ? 255 : code));
}

KERNEL_CLONES
void kernel_narrow_rgb(const uint16_t *codes, uint8_t *out, size_t pixels, size_t channels) {
    for (size_t i = 0; i < pixels; i++) {
        for (size_t c = 0; c < 3; c++) { out[i * 3 + c] = (uint8_t)(((uint32_t)codes[i * channels + c] + 128) / 257); }
    }
}

KERNEL_CLONES
void kernel_squeeze_row(const uint8_t *row, const int32_t *starts, const int32_t *weights, size_t taps, uint8_t *out,
                        size_t width) {
    for (size_t x = 0; x < width; x++) {
        const uint8_t *from = &row[(size_t)starts[x] * 3];
        int32_t red = 0, green = 0, blue = 0;
        for (size_t k = 0; k < taps; k++) {
            const int32_t w = weights[x * taps + k];
            red += w * from[k * 3];
            green += w * from[k * 3 + 1];
            blue += w * from[k * 3 + 2];
        }
        out[x * 3] = rounded(red);
        out[x * 3 + 1] = rounded(green);
        out[x * 3 + 2] = rounded(blue);
    }
}

KERNEL_CLONES
void kernel_squeeze_rows(const uint8_t *rows, const int32_t *weights, size_t taps, uint8_t *out, size_t count) {
    for (size_t i = 0; i < count; i++) {
        int32_t sum = 0;
        for (size_t k = 0; k < taps; k++) { sum += weights[k] * rows[k * count + i]; }
        out[i] = rounded(sum);
    }
}
