#include "native_library.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#ifdef __linux__
#include <elf.h>

/// Whether all that a 64-bit ELF file promises to hold lies within it. What is no such file is the loader's business.
static bool is_whole(const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return true;
    }
    Elf64_Ehdr header;
    struct stat status;
    bool whole = true;
    if (stat(path, &status) == 0 && fread(&header, sizeof header, 1, file) == 1 &&
        memcmp(header.e_ident, ELFMAG, SELFMAG) == 0 && header.e_ident[EI_CLASS] == ELFCLASS64) {
        unsigned long size = (unsigned long)status.st_size;
        // The table of sections stands at the end.
        whole = header.e_shoff <= size && (unsigned long)header.e_shnum * header.e_shentsize <= size - header.e_shoff;
        whole = whole && header.e_phoff <= size && fseek(file, (long)header.e_phoff, SEEK_SET) == 0;
        for (int i = 0; whole && i < header.e_phnum; i++) {
            Elf64_Phdr segment;
            whole = fread(&segment, sizeof segment, 1, file) == 1 &&
                    (segment.p_type != PT_LOAD ||
                     (segment.p_offset <= size && segment.p_filesz <= size - segment.p_offset));
        }
    }
    fclose(file);
    return whole;
}
#else
static bool is_whole(const char *path) {
    (void)path;
    return true;
}
#endif

void native_library_explain(char *reason, size_t capacity) {
    // It is null when nothing has failed.
    const char *text = dlerror();
    snprintf(reason, capacity, "%s", text != NULL ? text : "unknown error of the dynamic loader");
}

void *native_library_open(const char *path, char *reason, size_t capacity) {
    if (!is_whole(path)) {
        snprintf(reason, capacity, "the file is cut off");
        return NULL;
    }
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        native_library_explain(reason, capacity);
    }
    return library;
}
