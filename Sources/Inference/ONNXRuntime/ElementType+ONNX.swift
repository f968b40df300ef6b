import CNative

extension ElementType {
    /// ONNX's number.
    var onnx: Int32 {
        switch self {
        case .float32: Int32(NATIVE_ORT_FLOAT32)
        case .uint8: Int32(NATIVE_ORT_UINT8)
        case .int32: Int32(NATIVE_ORT_INT32)
        case .int64: Int32(NATIVE_ORT_INT64)
        case .bool: Int32(NATIVE_ORT_BOOL)
        case .float16: Int32(NATIVE_ORT_FLOAT16)
        case .float64: Int32(NATIVE_ORT_FLOAT64)
        case .bfloat16: Int32(NATIVE_ORT_BFLOAT16)
        }
    }

    /// Nil for types that are not exchanged: texts, complex numbers, ….
    init?(onnx number: Int32) {
        guard let type = Self.allCases.first(where: { $0.onnx == number }) else { return nil }
        self = type
    }
}
