#pragma STDC FP_CONTRACT OFF
#include "kernels_scale.h"

KERNEL_CLONES
void kernel_shrink(
    const float *in, size_t width, size_t height, size_t channels, size_t factor, float *out, size_t first,
    size_t last) {
    const size_t across = (width + factor - 1) / factor;
    for (size_t row = first; row < last; row++) {
        const size_t top = row * factor;
        const size_t bottom = top + factor < height ? top + factor : height;
        for (size_t column = 0; column < across; column++) {
            const size_t left = column * factor;
            const size_t right = left + factor < width ? left + factor : width;
            const float share = 1.0f / (float)((bottom - top) * (right - left));
            for (size_t c = 0; c < channels; c++) {
                float sum = 0;
                for (size_t y = top; y < bottom; y++) {
                    const float *line = in + (y * width + left) * channels + c;
                    for (size_t x = 0; x < right - left; x++) sum += line[x * channels];
                }
                out[(row * across + column) * channels + c] = sum * share;
            }
        }
    }
}

KERNEL_CLONES
void kernel_enlarge(
    const float *small, size_t width, size_t height, size_t channels, size_t factor, float *out, size_t first,
    size_t last) {
    const size_t across = (width + factor - 1) / factor;
    const size_t down = (height + factor - 1) / factor;
    const float step = 1.0f / (float)factor;
    for (size_t y = first; y < last; y++) {
        float v = ((float)y + 0.5f) * step - 0.5f;
        v = v < 0 ? 0 : (v > (float)(down - 1) ? (float)(down - 1) : v);
        const size_t upper = (size_t)v;
        const size_t lower = upper + 1 < down ? upper + 1 : upper;
        const float fy = v - (float)upper;
        const float *a = small + upper * across * channels;
        const float *b = small + lower * across * channels;
        float *line = out + y * width * channels;
        for (size_t x = 0; x < width; x++) {
            float u = ((float)x + 0.5f) * step - 0.5f;
            u = u < 0 ? 0 : (u > (float)(across - 1) ? (float)(across - 1) : u);
            const size_t l = (size_t)u;
            const size_t r = l + 1 < across ? l + 1 : l;
            const float fx = u - (float)l;
            for (size_t c = 0; c < channels; c++) {
                const float p = a[l * channels + c], q = a[r * channels + c];
                const float s = b[l * channels + c], t = b[r * channels + c];
                const float above = p + (q - p) * fx;
                const float below = s + (t - s) * fx;
                line[x * channels + c] = above + (below - above) * fy;
            }
        }
    }
}

// The stretch `from ..< to` of one row, where the filter may reach over the row's ends.
static void add_repeating_edges(
    const float *line, size_t length, size_t channels, size_t shift, float tap, float *out, size_t from, size_t to) {
    for (size_t i = from; i < to; i++) {
        const size_t channel = i % channels;
        const float before = i >= shift ? line[i - shift] : line[channel];
        const float after = i + shift < length ? line[i + shift] : line[length - channels + channel];
        out[i] += (before + after) * tap;
    }
}

KERNEL_CLONES
void kernel_convolve_rows(
    const float *in, size_t width, size_t channels, const float *taps, size_t radius, float *out, size_t first,
    size_t last) {
    const size_t length = width * channels;
    for (size_t y = first; y < last; y++) {
        const float *line = in + y * length;
        float *to = out + y * length;
        for (size_t i = 0; i < length; i++) to[i] = line[i] * taps[0];
        for (size_t k = 1; k <= radius; k++) {
            const float tap = taps[k];
            const size_t shift = k * channels;
            if (length <= 2 * shift) {
                add_repeating_edges(line, length, channels, shift, tap, to, 0, length);
                continue;
            }
            add_repeating_edges(line, length, channels, shift, tap, to, 0, shift);
            for (size_t i = shift; i < length - shift; i++) to[i] += (line[i - shift] + line[i + shift]) * tap;
            add_repeating_edges(line, length, channels, shift, tap, to, length - shift, length);
        }
    }
}

KERNEL_CLONES
void kernel_convolve_columns(
    const float *in, size_t length, size_t height, const float *taps, size_t radius, float *out, size_t first,
    size_t last) {
    for (size_t y = first; y < last; y++) {
        const float *line = in + y * length;
        float *to = out + y * length;
        for (size_t i = 0; i < length; i++) to[i] = line[i] * taps[0];
        for (size_t k = 1; k <= radius; k++) {
            const float tap = taps[k];
            const float *above = in + (y >= k ? y - k : 0) * length;
            const float *below = in + (y + k < height ? y + k : height - 1) * length;
            for (size_t i = 0; i < length; i++) to[i] += (above[i] + below[i]) * tap;
        }
    }
}

KERNEL_CLONES
void kernel_take_even(
    const float *in, size_t width, size_t channels, float *out, size_t across, size_t first, size_t last) {
    for (size_t y = first; y < last; y++) {
        for (size_t x = 0; x < across; x++) {
            for (size_t c = 0; c < channels; c++) {
                out[(y * across + x) * channels + c] = in[(2 * y * width + 2 * x) * channels + c];
            }
        }
    }
}

// The three small places and shares that make up one large place of `kernel_double`.
static inline void double_shares(size_t place, size_t count, size_t at[3], float share[3]) {
    const size_t middle = place / 2;
    at[0] = middle > 0 ? middle - 1 : 0;
    at[1] = middle < count ? middle : count - 1;
    at[2] = middle + 1 < count ? middle + 1 : count - 1;
    const int odd = place & 1;
    share[0] = odd ? 0 : 0.125f;
    share[1] = odd ? 0.5f : 0.75f;
    share[2] = odd ? 0.5f : 0.125f;
}

KERNEL_CLONES
void kernel_double(
    const float *in, size_t width, size_t height, size_t channels, float *out, size_t across, size_t first,
    size_t last) {
    for (size_t y = first; y < last; y++) {
        size_t rows[3];
        float down[3];
        double_shares(y, height, rows, down);
        for (size_t x = 0; x < across; x++) {
            size_t columns[3];
            float right[3];
            double_shares(x, width, columns, right);
            for (size_t c = 0; c < channels; c++) {
                float sum = 0;
                for (size_t i = 0; i < 3; i++) {
                    const float *line = in + rows[i] * width * channels + c;
                    const float part = line[columns[0] * channels] * right[0] + line[columns[1] * channels] * right[1]
                        + line[columns[2] * channels] * right[2];
                    sum += part * down[i];
                }
                out[(y * across + x) * channels + c] = sum;
            }
        }
    }
}
