#pragma STDC FP_CONTRACT OFF
#include "kernels_crop_masks.h"

// Narrow pictures send a wide filter back and forth between their edges.
static inline size_t mirrored(ptrdiff_t at, size_t count) {
    const ptrdiff_t last = (ptrdiff_t)count - 1;
    if (last == 0) return 0;
    while (at < 0 || at > last) at = at < 0 ? -at : 2 * last - at;
    return (size_t)at;
}

// The pixels `from ..< to` of one row, where the filter may reach over the row's ends.
static void add_mirrored(
    const float *line, size_t width, size_t channels, size_t k, float tap, float *out, size_t from, size_t to) {
    for (size_t x = from; x < to; x++) {
        const float *before = line + mirrored((ptrdiff_t)x - (ptrdiff_t)k, width) * channels;
        const float *after = line + mirrored((ptrdiff_t)(x + k), width) * channels;
        for (size_t c = 0; c < channels; c++) out[x * channels + c] += (before[c] + after[c]) * tap;
    }
}

KERNEL_CLONES
void kernel_mirror_rows(
    const float *in, size_t width, size_t channels, const float *taps, size_t radius, float *out, size_t first,
    size_t last) {
    const size_t length = width * channels;
    for (size_t y = first; y < last; y++) {
        const float *line = in + y * length;
        float *to = out + y * length;
        for (size_t i = 0; i < length; i++) to[i] = line[i] * taps[0];
        for (size_t k = 1; k <= radius; k++) {
            const float tap = taps[k];
            if (width <= 2 * k) {
                add_mirrored(line, width, channels, k, tap, to, 0, width);
                continue;
            }
            const size_t shift = k * channels;
            add_mirrored(line, width, channels, k, tap, to, 0, k);
            for (size_t i = shift; i < length - shift; i++) to[i] += (line[i - shift] + line[i + shift]) * tap;
            add_mirrored(line, width, channels, k, tap, to, width - k, width);
        }
    }
}

KERNEL_CLONES
void kernel_mirror_columns(
    const float *in, size_t length, size_t height, const float *taps, size_t radius, float *out, size_t first,
    size_t last) {
    for (size_t y = first; y < last; y++) {
        const float *line = in + y * length;
        float *to = out + y * length;
        for (size_t i = 0; i < length; i++) to[i] = line[i] * taps[0];
        for (size_t k = 1; k <= radius; k++) {
            const float tap = taps[k];
            const float *above = in + mirrored((ptrdiff_t)y - (ptrdiff_t)k, height) * length;
            const float *below = in + mirrored((ptrdiff_t)(y + k), height) * length;
            for (size_t i = 0; i < length; i++) to[i] += (above[i] + below[i]) * tap;
        }
    }
}

static inline float least(float a, float b) { return b < a ? b : a; }

KERNEL_CLONES
void kernel_erode_cross(const float *in, size_t width, size_t height, float *out, size_t first, size_t last) {
    for (size_t y = first; y < last; y++) {
        const float *line = in + y * width;
        const float *above = y > 0 ? line - width : line;
        const float *below = y + 1 < height ? line + width : line;
        float *to = out + y * width;
        for (size_t x = 0; x < width; x++) {
            const float left = line[x > 0 ? x - 1 : x], right = line[x + 1 < width ? x + 1 : x];
            to[x] = least(least(line[x], least(left, right)), least(above[x], below[x]));
        }
    }
}

KERNEL_CLONES
void kernel_code_light(const float *codes, const float *reach, const float *curve, float *out, size_t pixels) {
    for (size_t i = 0; i < pixels; i++) {
        if (!(reach[i] > 0)) continue;
        for (size_t c = i * 3; c < i * 3 + 3; c++) {
            const float at = (codes[c] > 0 ? (codes[c] < 1 ? codes[c] : 1) : 0) * 65535.0f;
            const size_t low = (size_t)at;
            const size_t high = low < 65535 ? low + 1 : low;
            out[c] = curve[low] + (curve[high] - curve[low]) * (at - (float)low);
        }
    }
}

KERNEL_CLONES
void kernel_mix_truncated(
    const uint8_t *codes, const float *layer, const float *mask, size_t channels, uint8_t *out, size_t pixels) {
    for (size_t i = 0; i < pixels; i++) {
        const float share = mask[i];
        for (size_t c = 0; c < channels; c++) {
            const uint8_t code = codes[i * channels + c];
            if (c > 2) {
                out[i * channels + c] = code;
                continue;
            }
            const float mixed = (float)code * (1 - share) + layer[i * 3 + c] * 255.0f * share;
            out[i * channels + c] = (uint8_t)(mixed > 0 ? (mixed < 255 ? mixed : 255) : 0);
        }
    }
}
