#pragma STDC FP_CONTRACT OFF
#include "kernels_codes.h"

#include <string.h>

KERNEL_CLONES
void kernel_decode(const uint16_t *codes, const float *const curves[3], float *out, size_t pixels, size_t channels) {
    for (size_t i = 0; i < pixels; i++) {
        const size_t k = i * channels;
        for (size_t c = 0; c < 3; c++) { out[k + c] = curves[c][codes[k + c]]; }
        if (channels == 4) { out[k + 3] = (float)codes[k + 3] / 65535.0f; }
    }
}

// A guess table has one place for every run of floats that share sign, exponent and the first eight bits of the
// fraction: 0 … 1 takes PLACES of them. Within a run every tone curve is nearly straight.
enum { RUN_BITS = 15, PLACES = (0x3F800000 >> RUN_BITS) + 1 };

size_t kernel_guess_count(void) { return PLACES + 1; }

static inline float run_start(uint32_t place) {
    const uint32_t bits = place << RUN_BITS;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

void kernel_fill_guesses(const float *curve, uint16_t *guesses) {
    uint32_t code = 0;
    for (uint32_t place = 0; place <= PLACES; place++) {
        const float value = run_start(place);
        while (code < 65535 && curve[code + 1] <= value) { code++; }
        guesses[place] = (uint16_t)code;
    }
}

/// Index of the curve's value nearest to `value`: the last one that is not above it, or the next.
static inline uint16_t nearest_code(const float *curve, const uint16_t *guesses, float value) {
    if (!(value > curve[0])) { return 0; }
    if (value >= curve[65535]) { return 65535; }
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    uint32_t place = bits >> RUN_BITS;
    // Curves of odd profiles may begin below 0 or end above 1.
    if (place > PLACES - 1) { place = value < 0 ? 0 : PLACES - 1; }
    const uint32_t from = guesses[place], to = guesses[place + 1];
    const float share = (float)(bits & ((1u << RUN_BITS) - 1)) * (1.0f / (1u << RUN_BITS));
    uint32_t low = from + (uint32_t)((float)(to - from) * share);
    if (low > 65533) { low = 65533; }
    // The guess is hardly ever more than one off, and which way no processor can foretell: without branches first.
    low -= (uint32_t)(low > 0) & (uint32_t)(curve[low] > value);
    low += (uint32_t)(curve[low + 1] <= value);
    while (low > 0 && curve[low] > value) { low--; }
    while (low < 65534 && curve[low + 1] <= value) { low++; }
    return (uint16_t)(low + (uint32_t)(value - curve[low] >= curve[low + 1] - value));
}

static inline uint16_t alpha_code(float value) {
    const float clamped = value < 0 ? 0 : (value > 1 ? 1 : value);
    return (uint16_t)(clamped * 65535.0f + 0.5f);
}

enum { CHUNK = 240 };

typedef float eight __attribute__((vector_size(32)));
typedef int32_t eight_ints __attribute__((vector_size(32)));

#define CHOSEN(WHICH, YES, NO) ((eight)(((eight_ints)(YES) & (WHICH)) | ((eight_ints)(NO) & ~(WHICH))))

/// Nearest codes of values on one curve, step by step for many at once: the steps without tables take vectors, and the
/// tables' places are known long before they are read. Gives what `nearest_code` gives.
static inline __attribute__((always_inline)) void nearest_codes(
    const float *curve, const uint16_t *guesses, const float *values, uint16_t *out, size_t count) {
    const float least = curve[0], most = curve[65535];
    uint32_t place[CHUNK], ends[CHUNK];
    int32_t low[CHUNK];
    uint16_t codes[CHUNK];
    float value[CHUNK], share[CHUNK], before[CHUNK], at[CHUNK], after[CHUNK], beyond[CHUNK];
    for (size_t i = 0; i < count; i++) {
        const float high = values[i] > least ? values[i] : least;
        value[i] = high < most ? high : most;
        uint32_t bits;
        memcpy(&bits, &value[i], sizeof bits);
        place[i] = bits >> RUN_BITS > PLACES - 1 ? PLACES - 1 : bits >> RUN_BITS;
        share[i] = (float)(int32_t)(bits & ((1u << RUN_BITS) - 1)) * (1.0f / (1u << RUN_BITS));
    }
    // To whole eights with what has its answer already.
    size_t whole = count;
    for (; whole % 8 != 0; whole++) {
        value[whole] = most;
        place[whole] = 0;
        share[whole] = 0;
    }
    // Where a run of floats begins and where it ends: neighbours in the table.
    for (size_t i = 0; i < whole; i++) { memcpy(&ends[i], guesses + place[i], sizeof ends[i]); }
    for (size_t i = 0; i < whole; i++) {
        const int32_t from = (int32_t)(ends[i] & 0xFFFF), to = (int32_t)(ends[i] >> 16);
        const int32_t guess = from + (int32_t)((float)(to - from) * share[i]);
        low[i] = guess < 1 ? 1 : (guess > 65533 ? 65533 : guess);
    }
    for (size_t i = 0; i < whole; i++) {
        const float *here = curve + low[i];
        before[i] = here[-1];
        at[i] = here[0];
        after[i] = here[1];
        beyond[i] = here[2];
    }
    eight_ints odd = {0};
    for (size_t i = 0; i < whole; i += 8) {
        eight v, a, b, c, d;
        eight_ints code;
        memcpy(&v, value + i, sizeof v);
        memcpy(&a, before + i, sizeof a);
        memcpy(&b, at + i, sizeof b);
        memcpy(&c, after + i, sizeof c);
        memcpy(&d, beyond + i, sizeof d);
        memcpy(&code, low + i, sizeof code);
        const eight_ints is_lower = b > v, is_higher = c <= v;
        const eight under = CHOSEN(is_lower, a, CHOSEN(is_higher, c, b));
        const eight over = CHOSEN(is_lower, b, CHOSEN(is_higher, d, c));
        const eight_ints is_inside = (v > least) & (v < most);
        // What holds is -1.
        code += is_lower - is_higher - (v - under >= over - v);
        odd |= is_inside & ((under > v) | (over <= v));
        code = (code & is_inside) | ((v > least) & ~is_inside & 65535);
        for (size_t k = 0; k < 8; k++) { codes[i + k] = (uint16_t)code[k]; }
    }
    memcpy(out, codes, count * sizeof *out);
    uint32_t any = 0;
    for (size_t k = 0; k < 8; k++) { any |= (uint32_t)odd[k]; }
    if (!any) { return; }
    for (size_t i = 0; i < count; i++) { out[i] = nearest_code(curve, guesses, values[i]); }
}

KERNEL_CLONES
void kernel_encode(const float *light, const float *const curves[3], const uint16_t *const guesses[3], uint16_t *out,
                   size_t pixels, size_t channels) {
    if (curves[0] != curves[1] || curves[1] != curves[2]) {
        for (size_t i = 0; i < pixels; i++) {
            const size_t k = i * channels;
            for (size_t c = 0; c < 3; c++) { out[k + c] = nearest_code(curves[c], guesses[c], light[k + c]); }
            if (channels == 4) { out[k + 3] = alpha_code(light[k + 3]); }
        }
        return;
    }
    for (size_t start = 0; start < pixels * channels; start += CHUNK) {
        const size_t rest = pixels * channels - start;
        nearest_codes(curves[0], guesses[0], light + start, out + start, rest < CHUNK ? rest : CHUNK);
    }
    for (size_t i = 3; channels == 4 && i < pixels * 4; i += 4) { out[i] = alpha_code(light[i]); }
}

KERNEL_CLONES
void kernel_apply(uint16_t *codes, const float *over, const float *mask, const float *const curves[3],
                  const uint16_t *const guesses[3], size_t pixels, size_t channels) {
    for (size_t i = 0; i < pixels; i++) {
        const float m = mask[i];
        if (!(m > 0)) { continue; }
        for (size_t c = 0; c < 3; c++) {
            uint16_t *code = &codes[i * channels + c];
            const float under = curves[c][*code];
            *code = nearest_code(curves[c], guesses[c], over[i * 3 + c] * m + under * (1.0f - m));
        }
    }
}

KERNEL_CLONES
void kernel_apply_codes(uint16_t *codes, const float *over, const float *mask, const float *const curves[3],
                        const uint16_t *const guesses[3], size_t pixels, size_t channels) {
    for (size_t i = 0; i < pixels; i++) {
        const float m = mask[i];
        if (!(m > 0)) { continue; }
        for (size_t c = 0; c < 3; c++) {
            uint16_t *code = &codes[i * channels + c];
            const float above = (float)nearest_code(curves[c], guesses[c], over[i * 3 + c]);
            *code = (uint16_t)(above * m + (float)*code * (1.0f - m) + 0.5f);
        }
    }
}

KERNEL_CLONES
void kernel_widen(const uint8_t *codes, uint16_t *out, size_t count) {
    for (size_t i = 0; i < count; i++) { out[i] = (uint16_t)(codes[i] * 257); }
}

/// Steele, Lea and Flood's SplitMix64 finaliser: every bit of the result depends on every bit of the index.
static inline uint64_t scrambled(uint64_t x) {
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

KERNEL_CLONES
void kernel_dither(const uint16_t *codes, uint8_t *out, size_t count, uint64_t first, uint64_t seed) {
    const uint64_t start = scrambled(seed);
    for (size_t i = 0; i < count; i++) {
        // 0…256 below a whole step of 257, so that whole steps stay what they are.
        const uint32_t noise = (uint32_t)(((scrambled(start + first + i) >> 40) * 257u) >> 24);
        out[i] = (uint8_t)((codes[i] + noise) / 257);
    }
}

KERNEL_CLONES
void kernel_difference(const uint16_t *codes, uint16_t *out, size_t pixels, size_t channels) {
    for (size_t i = 0; i < channels; i++) { out[i] = codes[i]; }
    for (size_t i = channels; i < pixels * channels; i++) { out[i] = (uint16_t)(codes[i] - codes[i - channels]); }
}

KERNEL_CLONES
int kernel_is_opaque(const uint16_t *codes, size_t pixels) {
    // Without a way out early it takes vectors.
    uint16_t all = 65535;
    for (size_t i = 0; i < pixels; i++) { all &= codes[i * 4 + 3]; }
    return all == 65535;
}

KERNEL_CLONES
void kernel_multiply_alpha(float *light, size_t pixels) {
    for (size_t i = 0; i < pixels; i++) {
        float *p = &light[i * 4];
        for (size_t c = 0; c < 3; c++) { p[c] *= p[3]; }
    }
}

KERNEL_CLONES
void kernel_divide_alpha(float *light, size_t pixels) {
    for (size_t i = 0; i < pixels; i++) {
        float *p = &light[i * 4];
        const float alpha = p[3];
        const int is_visible = alpha * 65535.0f >= 0.5f;
        for (size_t c = 0; c < 3; c++) { p[c] = is_visible ? p[c] / alpha : 0; }
    }
}

KERNEL_CLONES
void kernel_matrix(float *light, const float matrix[9], size_t pixels, size_t channels) {
    for (size_t i = 0; i < pixels; i++) {
        float *p = &light[i * channels];
        const float r = p[0], g = p[1], b = p[2];
        for (size_t row = 0; row < 3; row++) {
            p[row] = matrix[row * 3] * r + matrix[row * 3 + 1] * g + matrix[row * 3 + 2] * b;
        }
    }
}

KERNEL_CLONES
static void resample3(const float *row, const int32_t *starts, const float *weights, size_t taps, float *out,
                      size_t width) {
    for (size_t x = 0; x < width; x++) {
        const float *from = &row[(size_t)starts[x] * 3];
        const float *w = &weights[x * taps];
        float r = 0, g = 0, b = 0;
        for (size_t k = 0; k < taps; k++) {
            r += w[k] * from[k * 3];
            g += w[k] * from[k * 3 + 1];
            b += w[k] * from[k * 3 + 2];
        }
        out[x * 3] = r;
        out[x * 3 + 1] = g;
        out[x * 3 + 2] = b;
    }
}

KERNEL_CLONES
void kernel_resample_row(const float *row, const int32_t *starts, const float *weights, size_t taps, float *out,
                         size_t width, size_t channels) {
    if (channels == 3) {
        resample3(row, starts, weights, taps, out, width);
        return;
    }
    for (size_t x = 0; x < width; x++) {
        const float *from = &row[(size_t)starts[x] * channels];
        for (size_t c = 0; c < channels; c++) {
            float sum = 0;
            for (size_t k = 0; k < taps; k++) { sum += weights[x * taps + k] * from[k * channels + c]; }
            out[x * channels + c] = sum;
        }
    }
}

KERNEL_CLONES
void kernel_sum_rows(const float *rows, size_t stride, const float *weights, size_t taps, float *out, size_t count) {
    for (size_t i = 0; i < count; i++) { out[i] = 0; }
    for (size_t k = 0; k < taps; k++) {
        const float *row = &rows[k * stride];
        const float w = weights[k];
        for (size_t i = 0; i < count; i++) { out[i] += w * row[i]; }
    }
}
