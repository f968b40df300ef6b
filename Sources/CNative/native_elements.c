#include "native_elements.h"

#include <math.h>
#include <string.h>

static uint32_t bits_of(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static float float_of(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

// The exponent of a half counts from 15, that of a float from 127; a half has 10 bits of fraction, a float 23.
static uint16_t half_of(float value) {
    uint32_t bits = bits_of(value);
    uint32_t sign = bits >> 16 & 0x8000;
    uint32_t size = bits & 0x7fffffff;
    if (size >= 0x47800000) { // 65536 and more, infinity, no number
        return (uint16_t)(sign | (size > 0x7f800000 ? 0x7e00 : 0x7c00));
    }
    if (size < 0x38800000) { // below 2⁻¹⁴, where halves are spaced evenly: the sum with 0.5 is rounded to that spacing
        return (uint16_t)(sign | (bits_of(float_of(size) + 0.5f) - 0x3f000000));
    }
    return (uint16_t)(sign | (size - (112u << 23) + 0xfff + (size >> 13 & 1)) >> 13);
}

static float float_of_half(uint16_t half) {
    uint32_t sign = (uint32_t)(half & 0x8000) << 16;
    uint32_t size = (uint32_t)(half & 0x7fff) << 13;
    if (size >= 0x0f800000) { // infinity, no number
        return float_of(sign | (size + (224u << 23)));
    }
    if (size < 0x00800000) { // evenly spaced
        return float_of(sign | bits_of((float)(half & 0x7fff) * 0x1p-24f));
    }
    return float_of(sign | (size + (112u << 23)));
}

static uint16_t bfloat_of(float value) {
    uint32_t bits = bits_of(value);
    if ((bits & 0x7fffffff) > 0x7f800000) {
        return (uint16_t)(bits >> 16 | 0x40);
    }
    return (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

static float float_of_bfloat(uint16_t value) { return float_of((uint32_t)value << 16); }

// The upper limits are given as the floats above them, which are powers of two: the limits themselves are no floats.
static int32_t int32_of(float value) {
    return value >= 0x1p31f ? INT32_MAX : value >= -0x1p31f ? (int32_t)rintf(value) : value < 0 ? INT32_MIN : 0;
}

static int64_t int64_of(float value) {
    return value >= 0x1p63f ? INT64_MAX : value >= -0x1p63f ? (int64_t)rintf(value) : value < 0 ? INT64_MIN : 0;
}

static uint8_t uint8_of(float value) { return value >= 255 ? 255 : value > 0 ? (uint8_t)rintf(value) : 0; }

static uint8_t bool_of(float value) { return value != 0; }

void native_elements_write(native_element element, const float *values, size_t count, void *elements) {
#define WRITE(type, convert)                                                                                           \
    for (size_t i = 0; i < count; i++) ((type *)elements)[i] = (type)convert(values[i]);                               \
    return
    switch (element) {
    case NATIVE_ELEMENT_FLOAT16: WRITE(uint16_t, half_of);
    case NATIVE_ELEMENT_BFLOAT16: WRITE(uint16_t, bfloat_of);
    case NATIVE_ELEMENT_FLOAT64: WRITE(double, );
    case NATIVE_ELEMENT_INT32: WRITE(int32_t, int32_of);
    case NATIVE_ELEMENT_INT64: WRITE(int64_t, int64_of);
    case NATIVE_ELEMENT_UINT8: WRITE(uint8_t, uint8_of);
    case NATIVE_ELEMENT_BOOL: WRITE(uint8_t, bool_of);
    }
#undef WRITE
}

void native_elements_read(native_element element, const void *elements, size_t count, float *values) {
#define READ(type, convert)                                                                                            \
    for (size_t i = 0; i < count; i++) values[i] = (float)convert(((const type *)elements)[i]);                        \
    return
    switch (element) {
    case NATIVE_ELEMENT_FLOAT16: READ(uint16_t, float_of_half);
    case NATIVE_ELEMENT_BFLOAT16: READ(uint16_t, float_of_bfloat);
    case NATIVE_ELEMENT_FLOAT64: READ(double, );
    case NATIVE_ELEMENT_INT32: READ(int32_t, );
    case NATIVE_ELEMENT_INT64: READ(int64_t, );
    case NATIVE_ELEMENT_UINT8: READ(uint8_t, );
    case NATIVE_ELEMENT_BOOL: READ(uint8_t, 0 != );
    }
#undef READ
}
