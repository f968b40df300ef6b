#ifndef LIKENESS_NATIVE_ELEMENTS_H
#define LIKENESS_NATIVE_ELEMENTS_H

#include <stddef.h>
#include <stdint.h>

// Numbers of networks that are no float32, from and to float32.

#pragma clang assume_nonnull begin

typedef enum {
    NATIVE_ELEMENT_FLOAT16,
    NATIVE_ELEMENT_BFLOAT16,
    NATIVE_ELEMENT_FLOAT64,
    NATIVE_ELEMENT_INT32,
    NATIVE_ELEMENT_INT64,
    NATIVE_ELEMENT_UINT8,
    NATIVE_ELEMENT_BOOL,
} native_element;

/// Writes `count` values as elements: floats round to nearest, halves to even; whole numbers too, and stop at the
/// type's limits, with 0 for what is no number; a bool is 1 for all but 0.
void native_elements_write(native_element element, const float *values, size_t count, void *elements);

/// Reads `count` elements as float32: a bool is 0 or 1, whole numbers beyond 2²⁴ and doubles round to nearest.
void native_elements_read(native_element element, const void *elements, size_t count, float *values);

#pragma clang assume_nonnull end

#endif
