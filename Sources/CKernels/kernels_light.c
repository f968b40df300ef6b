#pragma STDC FP_CONTRACT OFF
#include "kernels_light.h"

#include <math.h>
#include <string.h>

// Natural logarithm: exponent and mantissa apart, mantissa in √½ … √2, then the odd series of
// ln m = 2 (s + s³/3 + s⁵/5 + …), s = (m − 1)/(m + 1), |s| < 0.1716, cut after s⁹.
static inline float natural_log(float x) {
    uint32_t bits;
    memcpy(&bits, &x, 4);
    int32_t exponent = (int32_t)(bits >> 23) - 127;
    bits = (bits & 0x007fffffu) | 0x3f800000u;
    float m;
    memcpy(&m, &bits, 4);
    const int32_t high = m > 1.41421356f;
    m = high ? m * 0.5f : m;
    exponent += high;
    const float s = (m - 1.0f) / (m + 1.0f);
    const float q = s * s;
    const float series = ((0.11111111f * q + 0.14285715f) * q + 0.2f) * q + 0.33333333f;
    return (float)exponent * 0.69314718f + 2.0f * (s + s * q * series);
}

// e^x = 2^k e^r with r in ±½ ln 2 (ln 2 in two parts), Taylor series to r⁷.
static inline float natural_exp(float x) {
    x = x > 80.0f ? 80.0f : (x >= -80.0f ? x : -80.0f);
    const float scaled = x * 1.44269504f;
    const int32_t k = (int32_t)(scaled + (scaled < 0 ? -0.5f : 0.5f));
    const float r = (x - (float)k * 0.69314575f) - (float)k * 1.42860677e-6f;
    float p = 1.9841270e-4f;
    p = p * r + 1.3888889e-3f;
    p = p * r + 8.3333333e-3f;
    p = p * r + 4.1666667e-2f;
    p = p * r + 1.6666667e-1f;
    p = p * r + 0.5f;
    p = p * r + 1.0f;
    p = p * r + 1.0f;
    const uint32_t bits = (uint32_t)(k + 127) << 23;
    float power;
    memcpy(&power, &bits, 4);
    return p * power;
}

KERNEL_CLONES
void kernel_log(const float *in, float floor, float *out, size_t count) {
    for (size_t i = 0; i < count; i++) out[i] = natural_log(in[i] > floor ? in[i] : floor);
}

KERNEL_CLONES
void kernel_exp(const float *in, float *out, size_t count) {
    for (size_t i = 0; i < count; i++) out[i] = natural_exp(in[i]);
}

/* Below 0 lie the colours that sRGB's primaries cannot mix; what is no number is 0. */
static inline float bounded(float v, float ceiling) {
    return v > -ceiling ? (v < ceiling ? v : ceiling) : (v <= -ceiling ? -ceiling : 0);
}

KERNEL_CLONES
void kernel_expose(float *pixels, const float *gain, float ceiling, size_t count) {
    for (size_t i = 0; i < count; i++) {
        pixels[i] = bounded(pixels[i] * natural_exp(gain[i]), ceiling);
    }
}

KERNEL_CLONES
void kernel_expose_grey(float *pixels, const float *gain, float ceiling, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const float factor = natural_exp(gain[i]);
        for (size_t c = 0; c < 3; c++) {
            pixels[i * 3 + c] = bounded(pixels[i * 3 + c] * factor, ceiling);
        }
    }
}

KERNEL_CLONES
void kernel_weigh_channels(const float *in, size_t channels, const float *weights, float *out, size_t pixels) {
    for (size_t i = 0; i < pixels; i++) {
        float sum = 0;
        for (size_t c = 0; c < channels; c++) sum += in[i * channels + c] * weights[c];
        out[i] = sum;
    }
}

KERNEL_CLONES
void kernel_map_monotone(
    const float *in, float *out, size_t pixels, size_t channels, size_t channel, const float *given,
    const float *wanted, size_t knots) {
    const float lowest = wanted[0] < 0 ? wanted[0] : 0;
    for (size_t i = 0; i < pixels; i++) {
        const float v = in[i * channels + channel];
        float mapped;
        if (!(v > given[0])) {
            mapped = wanted[0] + (v - given[0]);
        } else if (v >= given[knots - 1]) {
            mapped = wanted[knots - 1] + (v - given[knots - 1]);
        } else {
            size_t low = 0, high = knots - 1;
            while (high - low > 1) {
                const size_t middle = (low + high) / 2;
                if (given[middle] <= v) low = middle;
                else high = middle;
            }
            const float share = (v - given[low]) / (given[high] - given[low]);
            mapped = wanted[low] + (wanted[high] - wanted[low]) * share;
        }
        out[i * channels + channel] = mapped > lowest ? mapped : lowest;
    }
}

KERNEL_CLONES
void kernel_map_cones(
    const float *in, float *out, size_t pixels, const float *into, const float *map, const float *back, float floor) {
    for (size_t i = 0; i < pixels; i++) {
        const float *p = in + i * 3;
        float cone[3], turned[3];
        for (size_t c = 0; c < 3; c++) {
            const float v = into[c * 3] * p[0] + into[c * 3 + 1] * p[1] + into[c * 3 + 2] * p[2];
            cone[c] = natural_log(v > floor ? v : floor);
        }
        for (size_t c = 0; c < 3; c++) {
            turned[c] = natural_exp(map[c * 3] * cone[0] + map[c * 3 + 1] * cone[1] + map[c * 3 + 2] * cone[2] + map[9 + c]);
        }
        for (size_t c = 0; c < 3; c++) {
            const float v = back[c * 3] * turned[0] + back[c * 3 + 1] * turned[1] + back[c * 3 + 2] * turned[2];
            out[i * 3 + c] = v > 0 ? v : 0;
        }
    }
}

KERNEL_CLONES
void kernel_polygon_distance(
    const float *xy, size_t count, size_t width, float *out, size_t first, size_t last) {
    for (size_t row = first; row < last; row++) {
        const float y = (float)row + 0.5f;
        for (size_t column = 0; column < width; column++) {
            const float x = (float)column + 0.5f;
            float nearest = 3.0e38f;
            int inside = 0;
            for (size_t i = 0; i < count; i++) {
                const float *a = xy + 2 * i;
                const float *b = xy + 2 * (i + 1 < count ? i + 1 : 0);
                const float ex = b[0] - a[0], ey = b[1] - a[1];
                const float px = x - a[0], py = y - a[1];
                const float length = ex * ex + ey * ey;
                float t = length > 0 ? (px * ex + py * ey) / length : 0;
                t = t < 0 ? 0 : (t > 1 ? 1 : t);
                const float dx = px - t * ex, dy = py - t * ey;
                const float d = dx * dx + dy * dy;
                nearest = d < nearest ? d : nearest;
                const int crosses = (a[1] > y) != (b[1] > y);
                if (crosses && px < ex * py / ey) inside = !inside;
            }
            const float distance = sqrtf(nearest);
            out[row * width + column] = inside ? distance : -distance;
        }
    }
}
