#ifndef LIKENESS_NATIVE_C2PA_H
#define LIKENESS_NATIVE_C2PA_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// The C interface of c2pa-rs (0.91) as a table that is filled at run time: the package builds where it is not
// installed. Names, argument order, structure layouts and numbers are the library's; everything else is ours.

#pragma clang assume_nonnull begin

typedef struct native_c2pa_settings native_c2pa_settings;
typedef struct native_c2pa_context_builder native_c2pa_context_builder;
typedef struct native_c2pa_context native_c2pa_context;
typedef struct native_c2pa_resolver native_c2pa_resolver;
typedef struct native_c2pa_signer native_c2pa_signer;
typedef struct native_c2pa_builder native_c2pa_builder;
typedef struct native_c2pa_reader native_c2pa_reader;
typedef struct native_c2pa_stream native_c2pa_stream;

/// The number of bytes moved or the position reached; negative on failure.
typedef intptr_t (*native_c2pa_read)(void *context, uint8_t *bytes, intptr_t length);
typedef intptr_t (*native_c2pa_seek)(void *context, intptr_t offset, int32_t from);
typedef intptr_t (*native_c2pa_write)(void *context, const uint8_t *bytes, intptr_t length);
typedef intptr_t (*native_c2pa_flush)(void *context);

/// Signs `bytes` into `signature`, which holds `capacity` bytes. Its length, or −1.
typedef intptr_t (*native_c2pa_sign)(const void *context, const uint8_t *bytes, size_t length, uint8_t *signature,
                                     size_t capacity);

/// Answers a network request (opaque to us); other than 0 refuses it.
typedef int32_t (*native_c2pa_resolve)(void *_Nullable context, const void *request, void *response);

/// All texts; `time_stamp_url` may be null.
typedef struct {
    const char *algorithm;
    const char *certificates;
    const char *private_key;
    const char *_Nullable time_stamp_url;
} native_c2pa_signer_info;

// F(result, name without the `c2pa_` of the symbol, parameters). What is returned is the caller's, to be freed by
// `free`. The `with_` functions take their first argument over, whether they succeed or not, as do `build`,
// `set_signer` (its second) and `set_http_resolver` (its second).
#define NATIVE_C2PA_FUNCTIONS(F)                                                                                       \
    F(char *_Nullable, version, (void))                                                                                \
    F(char *_Nullable, error, (void))                                                                                  \
    F(int, free, (const void *_Nullable object))                                                                       \
    F(native_c2pa_settings *_Nullable, settings_new, (void))                                                           \
    F(int, settings_update_from_string, (native_c2pa_settings * settings, const char *text, const char *format))       \
    F(native_c2pa_context_builder *_Nullable, context_builder_new, (void))                                             \
    F(int, context_builder_set_settings, (native_c2pa_context_builder * builder, native_c2pa_settings * settings))     \
    F(int, context_builder_set_http_resolver,                                                                          \
      (native_c2pa_context_builder * builder, native_c2pa_resolver * resolver))                                        \
    F(native_c2pa_resolver *_Nullable, http_resolver_create, (void *_Nullable context, native_c2pa_resolve resolve))   \
    F(native_c2pa_context *_Nullable, context_builder_build, (native_c2pa_context_builder * builder))                  \
    F(native_c2pa_stream *_Nullable, create_stream,                                                                    \
      (void *context, native_c2pa_read read, native_c2pa_seek seek, native_c2pa_write write,                           \
       native_c2pa_flush flush))                                                                                       \
    F(void, release_stream, (native_c2pa_stream * stream))                                                             \
    F(native_c2pa_signer *_Nullable, signer_from_info, (const native_c2pa_signer_info *info))                          \
    F(native_c2pa_signer *_Nullable, signer_create,                                                                    \
      (const void *context, native_c2pa_sign sign, int32_t algorithm, const char *certificates,                        \
       const char *_Nullable time_stamp_url))                                                                          \
    F(native_c2pa_builder *_Nullable, builder_from_context, (native_c2pa_context * context))                           \
    F(native_c2pa_builder *_Nullable, builder_with_definition,                                                         \
      (native_c2pa_builder * builder, const char *definition))                                                         \
    F(int, builder_add_ingredient_from_stream,                                                                         \
      (native_c2pa_builder * builder, const char *ingredient, const char *format, native_c2pa_stream *stream))         \
    F(int64_t, builder_sign,                                                                                           \
      (native_c2pa_builder * builder, const char *format, native_c2pa_stream *source,                                  \
       native_c2pa_stream *destination, native_c2pa_signer *signer,                                                    \
       const uint8_t *_Nullable *_Nonnull manifest))                                                                   \
    F(native_c2pa_reader *_Nullable, reader_from_context, (native_c2pa_context * context))                             \
    F(native_c2pa_reader *_Nullable, reader_with_stream,                                                               \
      (native_c2pa_reader * reader, const char *format, native_c2pa_stream *stream))                                   \
    F(char *_Nullable, reader_json, (native_c2pa_reader * reader))                                                     \
    F(char *_Nullable, reader_detailed_json, (native_c2pa_reader * reader))

#define NATIVE_C2PA_FIELD(result, name, parameters) result(*_Nonnull name) parameters;
/// Every function of the library that Likeness calls.
typedef struct {
    NATIVE_C2PA_FUNCTIONS(NATIVE_C2PA_FIELD)
} native_c2pa;
#undef NATIVE_C2PA_FIELD

/// Loads the library at `path` and fills a table, which stays for the life of the process, as the library does. Null
/// when the library or one of its functions cannot be loaded; `reason` then holds why, cut to `capacity` bytes with
/// the closing 0.
const native_c2pa *_Nullable native_c2pa_load(const char *path, char *reason, size_t capacity);

/// A file as the library's stream. Both live and end together, and the callbacks are C, so that nothing which Swift
/// might release early is on the way.
typedef struct native_c2pa_file native_c2pa_file;

enum native_c2pa_access {
    /// An existing file, for reading.
    NATIVE_C2PA_READ,
    /// A file that must not exist yet, for writing and reading again; only its owner may open it.
    NATIVE_C2PA_CREATE,
};

/// Null with `errno` set when the file cannot be opened.
native_c2pa_file *_Nullable native_c2pa_file_open(const native_c2pa *table, const char *path,
                                                  enum native_c2pa_access access);

native_c2pa_stream *native_c2pa_file_stream(native_c2pa_file *file);

/// The `errno` of the first operation that failed, else 0: the library's own message does not always keep it.
int native_c2pa_file_error(const native_c2pa_file *file);

/// Frees the stream and closes the file, written through to the disk. The first `errno` of the file's life, else 0.
int native_c2pa_file_close(native_c2pa_file *file);

/// A resolver that refuses every request: with it in a context, nothing of the library reaches the network.
int32_t native_c2pa_refuse(void *_Nullable context, const void *request, void *response);

#pragma clang assume_nonnull end

#endif
