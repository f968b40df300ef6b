#pragma STDC FP_CONTRACT OFF
#include "kernels_grain.h"

#include <math.h>

// A 64-bit finaliser: every bit of the input changes every bit of the output with even chance.
static inline uint64_t mixed(uint64_t x) {
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9u;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

KERNEL_CLONES
void kernel_noise(
    uint64_t seed, int64_t left, int64_t top, size_t width, size_t planes, float *out, size_t first, size_t last) {
    for (size_t row = first; row < last; row++) {
        const uint64_t line = mixed(seed + 0x9e3779b97f4a7c15u * (uint64_t)(top + (int64_t)row + 1));
        for (size_t i = 0; i < width * planes; i++) {
            const uint64_t place = (uint64_t)(left * (int64_t)planes + (int64_t)i);
            const uint64_t bits = mixed(line + 0xd1b54a32d192ed03u * (place + 1));
            const int32_t sum = (int32_t)(bits & 0xffff) + (int32_t)((bits >> 16) & 0xffff)
                + (int32_t)((bits >> 32) & 0xffff) + (int32_t)(bits >> 48);
            // Four even draws on 0 … 65535: mean 131070, variance 4·(2³² − 1)/12.
            out[row * width * planes + i] = (float)(sum - 131070) * 2.64288e-5f;
        }
    }
}

KERNEL_CLONES
void kernel_add_grain(
    float *pixels, const float *noise, const float *amount, float shared, float own, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const float common = shared * noise[i * 4 + 3];
        for (size_t c = 0; c < 3; c++) {
            const float v = pixels[i * 3 + c];
            if (v < 0) continue;
            const float root = sqrtf(v) + amount[c] * (common + own * noise[i * 4 + c]);
            pixels[i * 3 + c] = root > 0 ? root * root : 0;
        }
    }
}

KERNEL_CLONES
void kernel_square_root(const float *in, float *out, size_t count) {
    for (size_t i = 0; i < count; i++) out[i] = sqrtf(in[i] > 0 ? in[i] : 0);
}

KERNEL_CLONES
void kernel_patch_statistics(const float *patch, size_t width, size_t side, float out[5]) {
    const float middle = 0.5f * (float)(side - 1);
    const float count = (float)(side * side);
    // Sum of squares of the centred coordinate over the patch.
    const float inertia = count * (float)(side * side - 1) / 12.0f;
    float mean[3] = {0, 0, 0}, across[3] = {0, 0, 0}, down[3] = {0, 0, 0};
    for (size_t y = 0; y < side; y++) {
        for (size_t x = 0; x < side; x++) {
            for (size_t c = 0; c < 3; c++) {
                const float v = patch[(y * width + x) * 3 + c];
                mean[c] += v;
                across[c] += v * ((float)x - middle);
                down[c] += v * ((float)y - middle);
            }
        }
    }
    for (size_t c = 0; c < 3; c++) {
        mean[c] /= count;
        across[c] /= inertia;
        down[c] /= inertia;
    }
    float variance[3] = {0, 0, 0}, cross = 0, neighbour = 0;
    for (size_t y = 0; y < side; y++) {
        for (size_t x = 0; x < side; x++) {
            float rest[3];
            for (size_t c = 0; c < 3; c++) {
                const float base = mean[c] + across[c] * ((float)x - middle) + down[c] * ((float)y - middle);
                rest[c] = patch[(y * width + x) * 3 + c] - base;
                variance[c] += rest[c] * rest[c];
                if (x + 1 < side) neighbour += rest[c] * (patch[(y * width + x + 1) * 3 + c] - base - across[c]);
                if (y + 1 < side) neighbour += rest[c] * (patch[((y + 1) * width + x) * 3 + c] - base - down[c]);
            }
            cross += rest[0] * rest[1] + rest[1] * rest[2] + rest[2] * rest[0];
        }
    }
    // A plane takes three of the patch's degrees of freedom.
    for (size_t c = 0; c < 3; c++) out[c] = variance[c] / (count - 3);
    out[3] = cross / (3 * (count - 3));
    out[4] = neighbour / (3 * 2 * (float)(side * (side - 1)));
}

KERNEL_CLONES
void kernel_raise_detail(
    float *pixels, const float *light, const float *smooth, float share, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const float all = light[i] > 1e-5f ? light[i] : 1e-5f;
        float factor = 1.0f + share * (light[i] - smooth[i]) / all;
        factor = factor > 0.5f ? (factor < 2.0f ? factor : 2.0f) : 0.5f;
        for (size_t c = 0; c < 3; c++) pixels[i * 3 + c] *= factor;
    }
}
