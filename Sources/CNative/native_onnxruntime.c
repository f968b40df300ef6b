#include "native_library.h"
#include "native_onnxruntime.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

/// What the library's only function gives: the way to the table, and the version.
typedef struct {
    const void *(*table)(uint32_t interface);
    const char *(*version)(void);
} entrance;

_Static_assert(sizeof(void *) == sizeof(const void *(*)(uint32_t)), "the table is an array of pointers");

/// The library's table, or null with the reason.
static const void *const *table_of(void *library, const char **version, char *reason, size_t capacity) {
    const entrance *(*enter)(void);
    // POSIX lets a symbol's address be a function's; ISO C has no cast between the two, hence the write through void **.
    *(void **)&enter = dlsym(library, "OrtGetApiBase");
    if (enter == NULL) {
        native_library_explain(reason, capacity);
        return NULL;
    }
    const entrance *entrance = enter();
    *version = entrance->version();
    // Asked first: a library that is too old complains on the terminal when its table is asked for.
    int major = 0, minor = 0;
    if (sscanf(*version, "%d.%d", &major, &minor) != 2 || major != 1 || minor < NATIVE_ORT_INTERFACE) {
        snprintf(reason, capacity, "it is version %s, and 1.%d or a later 1.x is needed", *version, NATIVE_ORT_INTERFACE);
        return NULL;
    }
    const void *const *table = entrance->table(NATIVE_ORT_INTERFACE);
    if (table == NULL) {
        snprintf(reason, capacity, "version %s does not give its functions", *version);
    }
    return table;
}

const native_onnxruntime *native_onnxruntime_load(const char *path, char *reason, size_t capacity) {
    void *library = native_library_open(path, reason, capacity);
    if (library == NULL) {
        return NULL;
    }
    const char *version = NULL;
    const void *const *places = table_of(library, &version, reason, capacity);
    native_onnxruntime *table = places != NULL ? calloc(1, sizeof *table) : NULL;
    if (table == NULL) {
        if (places != NULL) {
            snprintf(reason, capacity, "no memory");
        }
        dlclose(library);
        return NULL;
    }
    table->version = version;
#define NATIVE_ONNXRUNTIME_FILL(place, result, name, parameters) *(const void **)&table->name = places[place];
    NATIVE_ONNXRUNTIME_FUNCTIONS(NATIVE_ONNXRUNTIME_FILL)
#undef NATIVE_ONNXRUNTIME_FILL
    return table;
}
