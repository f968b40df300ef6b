#ifndef LIKENESS_KERNELS_TRACES_H
#define LIKENESS_KERNELS_TRACES_H

#include "kernels_clones.h"

/// The luma (Rec. 601, as in JPEG) of `count` pixels whose first codes lie `step` apart, in 8-bit code values.
void kernel_trace_luma8(const uint8_t *codes, size_t step, float *line, size_t count);
void kernel_trace_luma16(const uint16_t *codes, size_t step, float *line, size_t count);

/// Sets `marks` to 1 where neighbours differ by more than `limit` on average over the 16 differences around, else to 0.
void kernel_trace_marks(const float *line, size_t count, float limit, uint8_t *marks);

/// The natural logarithm, within 1e-4, of |Σ taps[k] · line[i + k · lag]| + 1 for `count` places i.
void kernel_trace_logarithms(const float *line, const float *taps, size_t length, size_t lag, float *logs, size_t count);

/// Adds each logarithm at a mark, less the mean of the 24 around it, to `sums`; gives how many were added.
size_t kernel_trace_add(const float *logs, const uint8_t *marks, double *sums, size_t count);

#endif
