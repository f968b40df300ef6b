#ifndef LIKENESS_NATIVE_ONNXRUNTIME_H
#define LIKENESS_NATIVE_ONNXRUNTIME_H

#include <stddef.h>
#include <stdint.h>

// ONNX Runtime's C interface as a table that is filled at run time: the package builds where no ONNX Runtime is
// installed. The library hands out one array of function pointers, which later versions only append to. Places in it,
// argument order and numbers are the library's (onnxruntime_c_api.h of 1.22 and later); everything else is ours.

#pragma clang assume_nonnull begin

/// Null is success; else it must be released.
typedef struct native_ort_status native_ort_status;
typedef struct native_ort_environment native_ort_environment;
typedef struct native_ort_options native_ort_options;
typedef struct native_ort_session native_ort_session;
typedef struct native_ort_run_options native_ort_run_options;
typedef struct native_ort_value native_ort_value;
typedef struct native_ort_type native_ort_type;
typedef struct native_ort_tensor_type native_ort_tensor_type;
typedef struct native_ort_allocator native_ort_allocator;
typedef struct native_ort_device native_ort_device;
typedef struct native_ort_cuda native_ort_cuda;
typedef struct native_ort_tensorrt native_ort_tensorrt;
typedef struct native_ort_rocm native_ort_rocm;

/// The oldest interface that has all the places below: plugin libraries came with 1.22.
enum { NATIVE_ORT_INTERFACE = 22 };

/// Element types, by the library's numbers, which are ONNX's.
enum {
    NATIVE_ORT_FLOAT32 = 1,
    NATIVE_ORT_UINT8 = 2,
    NATIVE_ORT_INT32 = 6,
    NATIVE_ORT_INT64 = 7,
    NATIVE_ORT_BOOL = 9,
    NATIVE_ORT_FLOAT16 = 10,
    NATIVE_ORT_FLOAT64 = 11,
    NATIVE_ORT_BFLOAT16 = 16,
};

enum { NATIVE_ORT_LOG_FATAL = 4, NATIVE_ORT_OPTIMIZE_ALL = 99 };

// F(place, result, name, parameters)
#define NATIVE_ONNXRUNTIME_FUNCTIONS(F)                                                                                \
    F(2, const char *_Nullable, status_message, (const native_ort_status *status))                                     \
    F(3, native_ort_status *_Nullable, create_environment,                                                             \
      (int32_t level, const char *name, native_ort_environment *_Nullable *_Nonnull environment))                      \
    F(7, native_ort_status *_Nullable, create_session,                                                                 \
      (const native_ort_environment *environment, const char *path, const native_ort_options *options,                 \
       native_ort_session *_Nullable *_Nonnull session))                                                               \
    F(8, native_ort_status *_Nullable, create_session_from_memory,                                                     \
      (const native_ort_environment *environment, const void *model, size_t length, const native_ort_options *options, \
       native_ort_session *_Nullable *_Nonnull session))                                                               \
    F(9, native_ort_status *_Nullable, run,                                                                            \
      (native_ort_session *session, const native_ort_run_options *_Nullable options,                                   \
       const char *_Nullable const *_Nonnull input_names, const native_ort_value *_Nullable const *_Nonnull inputs,    \
       size_t input_count, const char *_Nullable const *_Nonnull output_names, size_t output_count,                    \
       native_ort_value *_Nullable *_Nonnull outputs))                                                                 \
    F(10, native_ort_status *_Nullable, create_options, (native_ort_options *_Nullable *_Nonnull options))             \
    F(17, native_ort_status *_Nullable, disable_memory_pattern, (native_ort_options *options))                         \
    F(23, native_ort_status *_Nullable, set_optimization, (native_ort_options *options, int32_t level))                \
    F(24, native_ort_status *_Nullable, set_threads, (native_ort_options *options, int32_t count))                     \
    F(30, native_ort_status *_Nullable, session_input_count, (const native_ort_session *session, size_t *count))       \
    F(31, native_ort_status *_Nullable, session_output_count, (const native_ort_session *session, size_t *count))      \
    F(33, native_ort_status *_Nullable, session_input_type,                                                            \
      (const native_ort_session *session, size_t index, native_ort_type *_Nullable *_Nonnull type))                    \
    F(34, native_ort_status *_Nullable, session_output_type,                                                           \
      (const native_ort_session *session, size_t index, native_ort_type *_Nullable *_Nonnull type))                    \
    F(36, native_ort_status *_Nullable, session_input_name,                                                            \
      (const native_ort_session *session, size_t index, native_ort_allocator *allocator,                               \
       char *_Nullable *_Nonnull name))                                                                                \
    F(37, native_ort_status *_Nullable, session_output_name,                                                           \
      (const native_ort_session *session, size_t index, native_ort_allocator *allocator,                               \
       char *_Nullable *_Nonnull name))                                                                                \
    F(48, native_ort_status *_Nullable, create_tensor,                                                                 \
      (native_ort_allocator *allocator, const int64_t *_Nullable shape, size_t rank, int32_t type,                     \
       native_ort_value *_Nullable *_Nonnull tensor))                                                                  \
    F(51, native_ort_status *_Nullable, tensor_data, (native_ort_value *tensor, void *_Nullable *_Nonnull data))       \
    F(55, native_ort_status *_Nullable, type_as_tensor,                                                                \
      (const native_ort_type *type, const native_ort_tensor_type *_Nullable *_Nonnull tensor))                         \
    F(60, native_ort_status *_Nullable, tensor_type_element, (const native_ort_tensor_type *type, int32_t *element))   \
    F(61, native_ort_status *_Nullable, tensor_type_rank, (const native_ort_tensor_type *type, size_t *rank))          \
    F(62, native_ort_status *_Nullable, tensor_type_shape,                                                             \
      (const native_ort_tensor_type *type, int64_t *shape, size_t rank))                                               \
    F(65, native_ort_status *_Nullable, tensor_type,                                                                   \
      (const native_ort_value *tensor, native_ort_tensor_type *_Nullable *_Nonnull type))                              \
    F(76, native_ort_status *_Nullable, allocator_free, (native_ort_allocator *allocator, void *memory))               \
    F(78, native_ort_status *_Nullable, default_allocator, (native_ort_allocator *_Nullable *_Nonnull allocator))      \
    F(92, void, release_environment, (native_ort_environment *_Nullable environment))                                  \
    F(93, void, release_status, (native_ort_status *_Nullable status))                                                 \
    F(95, void, release_session, (native_ort_session *_Nullable session))                                              \
    F(96, void, release_value, (native_ort_value *_Nullable value))                                                    \
    F(98, void, release_type, (native_ort_type *_Nullable type))                                                       \
    F(99, void, release_tensor_type, (native_ort_tensor_type *_Nullable type))                                         \
    F(100, void, release_options, (native_ort_options *_Nullable options))                                             \
    F(124, native_ort_status *_Nullable, fix_dimension,                                                                \
      (native_ort_options *options, const char *symbol, int64_t length))                                               \
    F(125, native_ort_status *_Nullable, available_providers,                                                          \
      (char *_Nullable *_Nullable *_Nonnull names, int32_t *count))                                                    \
    F(126, native_ort_status *_Nullable, release_available_providers,                                                  \
      (char *_Nullable *_Nonnull names, int32_t count))                                                                \
    F(130, native_ort_status *_Nullable, set_entry,                                                                    \
      (native_ort_options *options, const char *key, const char *value))                                               \
    F(153, native_ort_status *_Nullable, append_rocm, (native_ort_options *options, const native_ort_rocm *provider))  \
    F(170, native_ort_status *_Nullable, append_tensorrt,                                                              \
      (native_ort_options *options, const native_ort_tensorrt *provider))                                              \
    F(171, native_ort_status *_Nullable, create_tensorrt, (native_ort_tensorrt *_Nullable *_Nonnull provider))         \
    F(172, native_ort_status *_Nullable, update_tensorrt,                                                              \
      (native_ort_tensorrt *provider, const char *_Nullable const *_Nonnull keys,                                      \
       const char *_Nullable const *_Nonnull values, size_t count))                                                    \
    F(174, void, release_tensorrt, (native_ort_tensorrt *_Nullable provider))                                          \
    F(204, native_ort_status *_Nullable, append_cuda, (native_ort_options *options, const native_ort_cuda *provider))  \
    F(205, native_ort_status *_Nullable, create_cuda, (native_ort_cuda *_Nullable *_Nonnull provider))                 \
    F(206, native_ort_status *_Nullable, update_cuda,                                                                  \
      (native_ort_cuda *provider, const char *_Nullable const *_Nonnull keys,                                          \
       const char *_Nullable const *_Nonnull values, size_t count))                                                    \
    F(208, void, release_cuda, (native_ort_cuda *_Nullable provider))                                                  \
    F(216, native_ort_status *_Nullable, append_provider,                                                              \
      (native_ort_options *options, const char *name, const char *_Nullable const *_Nonnull keys,                      \
       const char *_Nullable const *_Nonnull values, size_t count))                                                    \
    F(255, native_ort_status *_Nullable, create_rocm, (native_ort_rocm *_Nullable *_Nonnull provider))                 \
    F(258, void, release_rocm, (native_ort_rocm *_Nullable provider))                                                  \
    F(273, native_ort_status *_Nullable, set_deterministic, (native_ort_options *options, _Bool deterministic))        \
    F(275, native_ort_status *_Nullable, append_openvino,                                                              \
      (native_ort_options *options, const char *_Nullable const *_Nonnull keys,                                        \
       const char *_Nullable const *_Nonnull values, size_t count))                                                    \
    F(301, native_ort_status *_Nullable, register_plugin,                                                              \
      (native_ort_environment *environment, const char *name, const char *path))                                       \
    F(302, native_ort_status *_Nullable, unregister_plugin, (native_ort_environment *environment, const char *name))   \
    F(303, native_ort_status *_Nullable, plugin_devices,                                                               \
      (const native_ort_environment *environment,                                                                      \
       const native_ort_device *_Nullable const *_Nullable *_Nonnull devices, size_t *count))                          \
    F(304, native_ort_status *_Nullable, append_plugin,                                                                \
      (native_ort_options *options, native_ort_environment *environment,                                               \
       const native_ort_device *_Nullable const *_Nonnull devices, size_t device_count,                                \
       const char *_Nullable const *_Nonnull keys, const char *_Nullable const *_Nonnull values, size_t count))        \
    F(312, const char *_Nullable, device_provider, (const native_ort_device *device))

#define NATIVE_ONNXRUNTIME_FIELD(place, result, name, parameters) result(*_Nonnull name) parameters;
/// Every function of ONNX Runtime that Likeness calls.
typedef struct {
    /// As the library tells, `1.32.0`.
    const char *version;
    NATIVE_ONNXRUNTIME_FUNCTIONS(NATIVE_ONNXRUNTIME_FIELD)
} native_onnxruntime;
#undef NATIVE_ONNXRUNTIME_FIELD

/// Loads the library at `path` and fills a table, which stays for the life of the process, as the library does (its
/// threads cannot be unloaded safely). Null when the library cannot be loaded or is too old; `reason` then holds why,
/// cut to `capacity` bytes with the closing 0.
const native_onnxruntime *_Nullable native_onnxruntime_load(const char *path, char *reason, size_t capacity);

#pragma clang assume_nonnull end

#endif
