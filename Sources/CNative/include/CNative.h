#ifndef LIKENESS_CNATIVE_H
#define LIKENESS_CNATIVE_H

// Shims and function tables for C libraries: one header per library.
#include "native_c2pa.h"
#include "native_cuda.h"
#include "native_elements.h"
#include "native_files.h"
#include "native_library.h"
#include "native_memory.h"
#include "native_onnxruntime.h"
#include "native_openvino.h"
#include "native_tiff.h"

#endif
