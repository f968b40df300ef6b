#ifndef LIKENESS_NATIVE_OPENVINO_H
#define LIKENESS_NATIVE_OPENVINO_H

#include <stddef.h>
#include <stdint.h>

// OpenVINO's C interface (2026.4) as a table that is filled at run time: the package builds where no OpenVINO is
// installed. Names, argument order, structure layouts and numbers are the library's; everything else is ours.

#pragma clang assume_nonnull begin

typedef struct native_ov_core native_ov_core;
typedef struct native_ov_model native_ov_model;
typedef struct native_ov_compiled native_ov_compiled;
typedef struct native_ov_request native_ov_request;
typedef struct native_ov_tensor native_ov_tensor;
typedef struct native_ov_port native_ov_port;

/// 0 is success; negative numbers are errors.
typedef int32_t native_ov_status;

/// Element types, by the library's numbers.
enum {
    NATIVE_OV_BOOL = 1,
    NATIVE_OV_BFLOAT16 = 2,
    NATIVE_OV_FLOAT16 = 3,
    NATIVE_OV_FLOAT32 = 4,
    NATIVE_OV_FLOAT64 = 5,
    NATIVE_OV_INT32 = 9,
    NATIVE_OV_INT64 = 10,
    NATIVE_OV_UINT8 = 16,
};

typedef struct {
    const char *_Nullable build;
    const char *_Nullable description;
} native_ov_version;

typedef struct {
    int64_t rank;
    int64_t *_Nullable lengths;
} native_ov_shape;

/// Inclusive limits of one dimension; −1 as `longest` is no limit.
typedef struct {
    int64_t shortest;
    int64_t longest;
} native_ov_dimension;

typedef struct {
    native_ov_dimension rank;
    native_ov_dimension *_Nullable dimensions;
} native_ov_partial_shape;

typedef struct {
    const char *key;
    const void *value;
} native_ov_property;

// F(result, name without the `ov_` of the symbol, parameters)
#define NATIVE_OPENVINO_FUNCTIONS(F)                                                                                   \
    F(native_ov_status, get_openvino_version, (native_ov_version *version))                                            \
    F(void, version_free, (native_ov_version *version))                                                                \
    F(const char *_Nullable, get_error_info, (native_ov_status status))                                                \
    F(const char *_Nullable, get_last_err_msg, (void))                                                                 \
    F(void, free, (const char *text))                                                                                  \
    F(native_ov_status, core_create, (native_ov_core *_Nullable *_Nonnull core))                                       \
    F(void, core_free, (native_ov_core *_Nullable core))                                                               \
    F(native_ov_status, core_get_property,                                                                             \
      (const native_ov_core *core, const char *device, const char *key, char *_Nullable *_Nonnull value))              \
    F(native_ov_status, core_read_model,                                                                               \
      (const native_ov_core *core, const char *path, const char *_Nullable weights_path,                               \
       native_ov_model *_Nullable *_Nonnull model))                                                                    \
    F(native_ov_status, core_read_model_from_memory_buffer,                                                            \
      (const native_ov_core *core, const char *model, size_t length, const native_ov_tensor *_Nullable weights,        \
       native_ov_model *_Nullable *_Nonnull result))                                                                   \
    F(native_ov_status, core_compile_model_props,                                                                      \
      (const native_ov_core *core, const native_ov_model *model, const char *device, size_t count,                     \
       const native_ov_property *properties, native_ov_compiled *_Nullable *_Nonnull compiled))                        \
    F(void, model_free, (native_ov_model *_Nullable model))                                                            \
    F(native_ov_status, model_inputs_size, (const native_ov_model *model, size_t *count))                              \
    F(native_ov_status, model_const_input_by_index,                                                                    \
      (const native_ov_model *model, size_t index, native_ov_port *_Nullable *_Nonnull port))                          \
    F(native_ov_status, model_outputs_size, (const native_ov_model *model, size_t *count))                             \
    F(native_ov_status, model_const_output_by_index,                                                                   \
      (const native_ov_model *model, size_t index, native_ov_port *_Nullable *_Nonnull port))                          \
    F(native_ov_status, model_reshape,                                                                                 \
      (const native_ov_model *model, const char *_Nullable *_Nonnull names, const native_ov_partial_shape *shapes,     \
       size_t count))                                                                                                  \
    F(void, compiled_model_free, (native_ov_compiled *_Nullable compiled))                                             \
    F(native_ov_status, compiled_model_inputs_size, (const native_ov_compiled *compiled, size_t *count))               \
    F(native_ov_status, compiled_model_outputs_size, (const native_ov_compiled *compiled, size_t *count))              \
    F(native_ov_status, compiled_model_input_by_index,                                                                 \
      (const native_ov_compiled *compiled, size_t index, native_ov_port *_Nullable *_Nonnull port))                    \
    F(native_ov_status, compiled_model_output_by_index,                                                                \
      (const native_ov_compiled *compiled, size_t index, native_ov_port *_Nullable *_Nonnull port))                    \
    F(native_ov_status, compiled_model_create_infer_request,                                                           \
      (const native_ov_compiled *compiled, native_ov_request *_Nullable *_Nonnull request))                            \
    F(native_ov_status, port_get_any_name, (const native_ov_port *port, char *_Nullable *_Nonnull name))               \
    F(native_ov_status, port_get_partial_shape, (const native_ov_port *port, native_ov_partial_shape *shape))          \
    F(native_ov_status, port_get_element_type, (const native_ov_port *port, int32_t *type))                            \
    F(void, output_const_port_free, (native_ov_port *_Nullable port))                                                  \
    F(void, partial_shape_free, (native_ov_partial_shape *shape))                                                      \
    F(native_ov_status, partial_shape_create_static,                                                                   \
      (int64_t rank, const int64_t *lengths, native_ov_partial_shape *shape))                                          \
    F(native_ov_status, shape_free, (native_ov_shape *shape))                                                          \
    F(native_ov_status, infer_request_set_input_tensor_by_index,                                                       \
      (native_ov_request *request, size_t index, const native_ov_tensor *tensor))                                      \
    F(native_ov_status, infer_request_get_output_tensor_by_index,                                                      \
      (const native_ov_request *request, size_t index, native_ov_tensor *_Nullable *_Nonnull tensor))                  \
    F(native_ov_status, infer_request_infer, (native_ov_request *request))                                             \
    F(void, infer_request_free, (native_ov_request *_Nullable request))                                                \
    F(native_ov_status, tensor_create,                                                                                 \
      (int32_t type, native_ov_shape shape, native_ov_tensor *_Nullable *_Nonnull tensor))                             \
    F(native_ov_status, tensor_get_shape, (const native_ov_tensor *tensor, native_ov_shape *shape))                    \
    F(native_ov_status, tensor_get_byte_size, (const native_ov_tensor *tensor, size_t *bytes))                         \
    F(native_ov_status, tensor_data, (const native_ov_tensor *tensor, void *_Nullable *_Nonnull data))                 \
    F(void, tensor_free, (native_ov_tensor *_Nullable tensor))

#define NATIVE_OPENVINO_FIELD(result, name, parameters) result(*_Nonnull name) parameters;
/// Every function of OpenVINO that Likeness calls.
typedef struct {
    NATIVE_OPENVINO_FUNCTIONS(NATIVE_OPENVINO_FIELD)
} native_openvino;
#undef NATIVE_OPENVINO_FIELD

/// Loads the library at `path` and fills a table, which stays for the life of the process, as the library does (its
/// threads cannot be unloaded safely). Null when the library or one of its functions cannot be loaded; `reason` then
/// holds why, cut to `capacity` bytes with the closing 0.
const native_openvino *_Nullable native_openvino_load(const char *path, char *reason, size_t capacity);

#pragma clang assume_nonnull end

#endif
