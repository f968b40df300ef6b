#ifndef LIKENESS_NATIVE_CUDA_H
#define LIKENESS_NATIVE_CUDA_H

#include <stdbool.h>
#include <stddef.h>

#pragma clang assume_nonnull begin

/// Asks NVIDIA's driver for the name of the card that CUDA takes unless told otherwise: `NVIDIA H100 80GB HBM3`, cut to
/// `capacity` bytes with the closing 0. False where there is no driver or no card.
bool native_cuda_card(char *name, size_t capacity);

#pragma clang assume_nonnull end

#endif
