#ifndef LIKENESS_KERNELS_CLONES_H
#define LIKENESS_KERNELS_CLONES_H

#include <stddef.h>
#include <stdint.h>

// One portable binary at the speed of -march=native: the loader picks the clone for the processor.
// Every kernel file also says `#pragma STDC FP_CONTRACT OFF`, so that a clone with FMA gives the same bits as
// one without: a work made on one machine is the same on another.
#if defined(__x86_64__) && defined(__linux__)
#define KERNEL_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define KERNEL_CLONES
#endif

#endif
