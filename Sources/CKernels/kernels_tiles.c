#pragma STDC FP_CONTRACT OFF
#include "kernels_tiles.h"

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

KERNEL_CLONES
void kernel_tile_add(const kernel_tile_sum *q, float *scratch, size_t first, size_t last) {
    const size_t wide = q->across * q->scale;
    const ptrdiff_t from = q->x < 0 ? -q->x : 0;
    ptrdiff_t to = (ptrdiff_t)q->width - q->x;
    if (to > (ptrdiff_t)wide) to = (ptrdiff_t)wide;
    for (size_t row = first; row < last; row++) {
        const ptrdiff_t y = q->y + (ptrdiff_t)row;
        const float weight = q->rows[row];
        if (y < 0 || y >= (ptrdiff_t)q->height || weight == 0) continue;
        const between b = place(row, q->scale, q->down);
        for (size_t plane = 0; plane < 4; plane++) {
            const float *coarse = plane < 3 ? q->change[plane] : q->share;
            const float *low = coarse + b.low * q->across, *high = coarse + b.high * q->across;
            float *line = scratch + plane * q->across;
            for (size_t i = 0; i < q->across; i++) line[i] = low[i] + (high[i] - low[i]) * b.part;
        }
        const float *r = q->planes[0] + row * wide, *g = q->planes[1] + row * wide, *bl = q->planes[2] + row * wide;
        const float gain = q->gain, offset = q->offset;
        float *sum = q->sum + ((size_t)y * q->width) * 4;
        const float *cr = scratch, *cg = cr + q->across, *cb = cg + q->across, *cs = cb + q->across;
        for (ptrdiff_t column = from; column < to; column++) {
            const float w = weight * q->columns[column];
            if (w == 0) continue;
            const between c = place((size_t)column, q->scale, q->across);
            const float share = w * (cs[c.low] + (cs[c.high] - cs[c.low]) * c.part);
            float *at = sum + (size_t)(q->x + column) * 4;
            at[0] += share * (limited(r[column], gain, offset) + cr[c.low] + (cr[c.high] - cr[c.low]) * c.part);
            at[1] += share * (limited(g[column], gain, offset) + cg[c.low] + (cg[c.high] - cg[c.low]) * c.part);
            at[2] += share * (limited(bl[column], gain, offset) + cb[c.low] + (cb[c.high] - cb[c.low]) * c.part);
            at[3] += share;
        }
    }
}

KERNEL_CLONES
void kernel_tile_lay(const float *sum, uint16_t *codes, size_t channels, size_t pixels) {
    for (size_t i = 0; i < pixels; i++) {
        const float *from = sum + i * 4;
        uint16_t *to = codes + i * channels;
        const float kept = 1 - from[3];
        for (size_t c = 0; c < 3; c++) {
            const float value = (float)to[c] * kept + from[c] * 65535.0f + 0.5f;
            const float high = value < 0 ? 0 : value;
            to[c] = (uint16_t)(high > 65535.0f ? 65535.0f : high);
        }
    }
}
