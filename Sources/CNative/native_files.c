#define _GNU_SOURCE
#include "native_files.h"

#include <fcntl.h>
#include <stdio.h>

#if defined(__APPLE__)
int native_exchange_paths(const char *first, const char *second) { return renamex_np(first, second, RENAME_SWAP); }
#else
int native_exchange_paths(const char *first, const char *second) {
    return renameat2(AT_FDCWD, first, AT_FDCWD, second, RENAME_EXCHANGE);
}
#endif
