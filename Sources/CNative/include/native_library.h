#ifndef LIKENESS_NATIVE_LIBRARY_H
#define LIKENESS_NATIVE_LIBRARY_H

#include <stddef.h>

#pragma clang assume_nonnull begin

/// Opens a library for its own use alone. Null when that fails; `reason` then holds why, cut to `capacity` bytes with
/// the closing 0. A file that was cut off is refused before the loader sees it: it would end the process.
void *_Nullable native_library_open(const char *path, char *reason, size_t capacity);

/// Writes what the loader last complained of.
void native_library_explain(char *reason, size_t capacity);

#pragma clang assume_nonnull end

#endif
