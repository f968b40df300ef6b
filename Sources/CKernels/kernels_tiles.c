#pragma STDC FP_CONTRACT OFF
#include "kernels_tiles.h"

#include <string.h>

// Mirrored at the edge pixel, which is not repeated; a line of one pixel is that pixel.
static inline size_t mirrored(ptrdiff_t at, size_t count) {
    if (count == 1) return 0;
    const ptrdiff_t period = 2 * ((ptrdiff_t)count - 1);
    at %= period;
    if (at < 0) at += period;
    return (size_t)(at < (ptrdiff_t)count ? at : period - at);
}

void kernel_tile_read(const kernel_tile_request *q, float *planes) {
    const size_t area = q->across * q->down;
    for (size_t row = 0; row < q->down; row++) {
        const uint16_t *line = q->codes + mirrored(q->y + (ptrdiff_t)row, q->height) * q->width * q->channels;
        float *to = planes + row * q->across;
        for (size_t column = 0; column < q->across; column++) {
            const uint16_t *from = line + mirrored(q->x + (ptrdiff_t)column, q->width) * q->channels;
            to[column] = (float)from[0] * (1.0f / 65535.0f);
            to[column + area] = (float)from[1] * (1.0f / 65535.0f);
            to[column + 2 * area] = (float)from[2] * (1.0f / 65535.0f);
        }
    }
}

KERNEL_CLONES
void kernel_tile_scale(const float *from, float gain, float offset, float *to, size_t count) {
    for (size_t i = 0; i < count; i++) to[i] = from[i] * gain + offset;
}

// What a network gave, as a code value 0…1.
static inline float limited(float value, float gain, float offset) {
    const float scaled = value * gain + offset;
    const float high = scaled < 0 ? 0 : scaled;
    return high > 1 ? 1 : high;
}

KERNEL_CLONES
void kernel_tile_mean(
    const float *plane, size_t across, size_t down, size_t scale, float gain, float offset, float *out) {
    const float share = 1.0f / (float)(scale * scale);
    for (size_t row = 0; row < down; row++) {
        float *to = out + row * across;
        for (size_t column = 0; column < across; column++) to[column] = 0;
        for (size_t y = 0; y < scale; y++) {
            const float *from = plane + (row * scale + y) * across * scale;
            for (size_t column = 0; column < across; column++) {
                float sum = 0;
                for (size_t x = 0; x < scale; x++) sum += limited(from[column * scale + x], gain, offset);
                to[column] += sum;
            }
        }
        for (size_t column = 0; column < across; column++) to[column] *= share;
    }
}

// The two values between which an enlarged line lies, and how far it is from the first.
typedef struct {
    size_t low, high;
    float part;
} between;

static inline between place(size_t at, size_t scale, size_t count) {
    const float middle = ((float)at + 0.5f) / (float)scale - 0.5f;
    const float clamped = middle < 0 ? 0 : middle;
    const size_t low = (size_t)clamped < count ? (size_t)clamped : count - 1;
    const size_t high = low + 1 < count ? low + 1 : low;
    return (between){low, high, clamped - (float)low};
}

typedef float lanes __attribute__((vector_size(4 * sizeof(float))));
typedef int32_t choice __attribute__((vector_size(4 * sizeof(int32_t))));

static inline lanes limited4(lanes values) {
    const lanes none = {0, 0, 0, 0}, full = {1, 1, 1, 1};
    const lanes high = (lanes)((choice)values & (values > none));
    const choice within = high < full;
    return (lanes)(((choice)high & within) | ((choice)full & ~within));
}

KERNEL_CLONES
void kernel_tile_add(const kernel_tile_sum *q, kernel_tile_scratch scratch, size_t first, size_t last) {
    const size_t wide = q->across * q->scale;
    const ptrdiff_t from = q->x < 0 ? -q->x : 0;
    ptrdiff_t to = (ptrdiff_t)q->width - q->x;
    if (to > (ptrdiff_t)wide) to = (ptrdiff_t)wide;
    const float gain = q->gain, offset = q->offset;
    float *line = scratch.line;
    for (size_t column = 0; column < wide; column++) {
        const between c = place(column, q->scale, q->across);
        scratch.lows[column] = (uint32_t)c.low;
        scratch.parts[column] = c.part;
    }
    for (size_t row = first; row < last; row++) {
        const ptrdiff_t y = q->y + (ptrdiff_t)row;
        const float weight = q->rows[row];
        if (y < 0 || y >= (ptrdiff_t)q->height || weight == 0) continue;
        const between b = place(row, q->scale, q->down);
        // R, G, B and the share side by side.
        for (size_t plane = 0; plane < 4; plane++) {
            const float *coarse = plane < 3 ? q->change[plane] : q->share;
            const float *low = coarse + b.low * q->across, *high = coarse + b.high * q->across;
            for (size_t i = 0; i < q->across; i++) line[i * 4 + plane] = low[i] + (high[i] - low[i]) * b.part;
            // The last one's neighbour is itself.
            line[q->across * 4 + plane] = line[(q->across - 1) * 4 + plane];
        }
        const float *r = q->planes[0] + row * wide, *g = q->planes[1] + row * wide, *bl = q->planes[2] + row * wide;
        float *sum = q->sum + ((size_t)y * q->width) * 4;
        for (ptrdiff_t column = from; column < to; column++) {
            const float w = weight * q->columns[column];
            if (w == 0) continue;
            const float part = scratch.parts[column];
            lanes low, high, at;
            memcpy(&low, line + (size_t)scratch.lows[column] * 4, sizeof low);
            memcpy(&high, line + (size_t)scratch.lows[column] * 4 + 4, sizeof high);
            const lanes coarse = (high - low) * part;
            const float share = w * (low[3] + coarse[3]);
            lanes drawn = {r[column], g[column], bl[column], 0};
            drawn = drawn * gain + offset;
            drawn = limited4(drawn) + low + coarse;
            drawn[3] = 1;
            float *place = sum + (size_t)(q->x + column) * 4;
            memcpy(&at, place, sizeof at);
            at += drawn * share;
            memcpy(place, &at, sizeof at);
        }
    }
}

KERNEL_CLONES
double kernel_tile_lay(const float *sum, uint16_t *codes, size_t channels, size_t pixels) {
    double weight = 0;
    for (size_t i = 0; i < pixels; i++) {
        const float *from = sum + i * 4;
        uint16_t *to = codes + i * channels;
        const float kept = 1 - from[3];
        weight += (double)from[3];
        for (size_t c = 0; c < 3; c++) {
            const float value = (float)to[c] * kept + from[c] * 65535.0f + 0.5f;
            const float high = value < 0 ? 0 : value;
            to[c] = (uint16_t)(high > 65535.0f ? 65535.0f : high);
        }
    }
    return weight;
}
