// fseeko, fdopen and O_CLOEXEC are POSIX, which C17 alone leaves out.
#define _POSIX_C_SOURCE 200809L

#include "native_c2pa.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

// The one structure that crosses the boundary by layout, on a 64-bit platform.
_Static_assert(sizeof(native_c2pa_signer_info) == 32, "four pointers");
_Static_assert(sizeof(off_t) == 8, "files over 2 GB");

/// Hashing asks for pieces of its own size, copying for 8 KiB at a time: this saves the second a system call a piece.
enum { BUFFER = 1 << 18 };

struct native_c2pa_file {
    const native_c2pa *table;
    native_c2pa_stream *stream;
    FILE *file;
    char *buffer;
    bool writes;
    int error;
};

/// What dlerror says, or a text in its place: it is null when nothing has failed.
static void explain(char *reason, size_t capacity) {
    const char *text = dlerror();
    snprintf(reason, capacity, "%s", text != NULL ? text : "unknown error of the dynamic loader");
}

const native_c2pa *native_c2pa_load(const char *path, char *reason, size_t capacity) {
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        explain(reason, capacity);
        return NULL;
    }
    native_c2pa *table = calloc(1, sizeof *table);
    if (table == NULL) {
        snprintf(reason, capacity, "no memory");
        dlclose(library);
        return NULL;
    }
// POSIX lets a symbol's address be a function's; ISO C has no cast between the two, hence the write through void **.
#define NATIVE_C2PA_FIND(result, name, parameters)                                                                     \
    if ((*(void **)&table->name = dlsym(library, "c2pa_" #name)) == NULL) {                                            \
        explain(reason, capacity);                                                                                     \
        free(table);                                                                                                   \
        dlclose(library);                                                                                              \
        return NULL;                                                                                                   \
    }
    NATIVE_C2PA_FUNCTIONS(NATIVE_C2PA_FIND)
#undef NATIVE_C2PA_FIND
    return table;
}

/// Keeps the first error of a file, and gives what the library takes for a failure. (`errno` stays set: it asks.)
static intptr_t failed(native_c2pa_file *file) {
    if (errno == 0) errno = EIO;
    if (file->error == 0) file->error = errno;
    return -1;
}

static intptr_t read_bytes(void *context, uint8_t *bytes, intptr_t length) {
    native_c2pa_file *file = context;
    if (length < 0) return -1;
    errno = 0;
    size_t count = fread(bytes, 1, (size_t)length, file->file);
    return count < (size_t)length && ferror(file->file) ? failed(file) : (intptr_t)count;
}

static intptr_t seek_to(void *context, intptr_t offset, int32_t from) {
    native_c2pa_file *file = context;
    int whence = from == 0 ? SEEK_SET : from == 1 ? SEEK_CUR : SEEK_END;
    errno = 0;
    if (fseeko(file->file, (off_t)offset, whence) != 0) {
        // A place before the beginning is what a damaged file asks for: the file itself can be read.
        return errno == EINVAL ? -1 : failed(file);
    }
    off_t position = ftello(file->file);
    return position < 0 ? failed(file) : (intptr_t)position;
}

static intptr_t write_bytes(void *context, const uint8_t *bytes, intptr_t length) {
    native_c2pa_file *file = context;
    errno = 0;
    if (!file->writes || length < 0) {
        errno = EBADF;
        return failed(file);
    }
    size_t count = fwrite(bytes, 1, (size_t)length, file->file);
    return count < (size_t)length ? failed(file) : (intptr_t)count;
}

static intptr_t flush_bytes(void *context) {
    native_c2pa_file *file = context;
    errno = 0;
    return fflush(file->file) != 0 ? failed(file) : 0;
}

native_c2pa_file *native_c2pa_file_open(const native_c2pa *table, const char *path, enum native_c2pa_access access) {
    bool writes = access == NATIVE_C2PA_CREATE;
    int descriptor = open(path, (writes ? O_RDWR | O_CREAT | O_EXCL : O_RDONLY) | O_CLOEXEC, 0600);
    if (descriptor < 0) return NULL;
    native_c2pa_file *file = calloc(1, sizeof *file);
    char *buffer = malloc(BUFFER);
    FILE *opened = file != NULL && buffer != NULL ? fdopen(descriptor, writes ? "w+b" : "rb") : NULL;
    if (opened == NULL) {
        if (file == NULL || buffer == NULL) errno = ENOMEM;
        int error = errno;
        close(descriptor);
        if (writes) unlink(path);
        free(file);
        free(buffer);
        errno = error;
        return NULL;
    }
    setvbuf(opened, buffer, _IOFBF, BUFFER);
    *file = (native_c2pa_file){.table = table, .file = opened, .buffer = buffer, .writes = writes};
    file->stream = table->create_stream(file, read_bytes, seek_to, write_bytes, flush_bytes);
    if (file->stream == NULL) {
        native_c2pa_file_close(file);
        if (writes) unlink(path);
        errno = ENOMEM;
        return NULL;
    }
    return file;
}

native_c2pa_stream *native_c2pa_file_stream(native_c2pa_file *file) { return file->stream; }

int native_c2pa_file_error(const native_c2pa_file *file) { return file->error; }

int native_c2pa_file_close(native_c2pa_file *file) {
    if (file->stream != NULL) file->table->release_stream(file->stream);
    errno = 0;
    if (file->writes && (fflush(file->file) != 0 || fsync(fileno(file->file)) != 0)) failed(file);
    errno = 0;
    if (fclose(file->file) != 0) failed(file);
    int error = file->error;
    free(file->buffer);
    free(file);
    return error;
}

int32_t native_c2pa_refuse(void *context, const void *request, void *response) {
    (void)context;
    (void)request;
    (void)response;
    return -1;
}
