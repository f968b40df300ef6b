#include "native_library.h"
#include "native_openvino.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

// The structures cross the boundary by layout: what the library's compiler laid out on a 64-bit platform.
_Static_assert(sizeof(native_ov_version) == 16, "two pointers");
_Static_assert(sizeof(native_ov_shape) == 16, "a rank and a pointer");
_Static_assert(sizeof(native_ov_dimension) == 16, "two limits");
_Static_assert(sizeof(native_ov_partial_shape) == 24, "a dimension and a pointer");
_Static_assert(sizeof(native_ov_property) == 16, "two pointers");

const native_openvino *native_openvino_load(const char *path, char *reason, size_t capacity) {
    void *library = native_library_open(path, reason, capacity);
    if (library == NULL) {
        return NULL;
    }
    native_openvino *table = calloc(1, sizeof *table);
    if (table == NULL) {
        snprintf(reason, capacity, "no memory");
        dlclose(library);
        return NULL;
    }
// POSIX lets a symbol's address be a function's; ISO C has no cast between the two, hence the write through void **.
#define NATIVE_OPENVINO_FIND(result, name, parameters)                                                                 \
    if ((*(void **)&table->name = dlsym(library, "ov_" #name)) == NULL) {                                              \
        native_library_explain(reason, capacity);                                                                                     \
        free(table);                                                                                                   \
        dlclose(library);                                                                                              \
        return NULL;                                                                                                   \
    }
    NATIVE_OPENVINO_FUNCTIONS(NATIVE_OPENVINO_FIND)
#undef NATIVE_OPENVINO_FIND
    return table;
}
