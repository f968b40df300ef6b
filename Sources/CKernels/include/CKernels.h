#ifndef LIKENESS_CKERNELS_H
#define LIKENESS_CKERNELS_H

// Hot pixel loops. One header per family; each kernel takes a pointer to its request structure or plain
// arguments, touches only the rows that it is told to, allocates nothing and decides nothing.
#include "kernels_clones.h"
#include "kernels_codes.h"
#include "kernels_crop_masks.h"
#include "kernels_crops.h"
#include "kernels_denoise.h"
#include "kernels_grain.h"
#include "kernels_label.h"
#include "kernels_light.h"
#include "kernels_mesh.h"
#include "kernels_poisson.h"
#include "kernels_proof.h"
#include "kernels_sampling.h"
#include "kernels_scale.h"
#include "kernels_squeeze.h"
#include "kernels_tiles.h"
#include "kernels_traces.h"
#include "kernels_winograd.h"

#endif
