import CNative

extension ElementType {
    /// OpenVINO's number.
    var openVINO: Int32 {
        switch self {
        case .bool: Int32(NATIVE_OV_BOOL)
        case .bfloat16: Int32(NATIVE_OV_BFLOAT16)
        case .float16: Int32(NATIVE_OV_FLOAT16)
        case .float32: Int32(NATIVE_OV_FLOAT32)
        case .float64: Int32(NATIVE_OV_FLOAT64)
        case .int32: Int32(NATIVE_OV_INT32)
        case .int64: Int32(NATIVE_OV_INT64)
        case .uint8: Int32(NATIVE_OV_UINT8)
        }
    }

    /// Nil for types that are not exchanged: numbers below a byte, texts, ….
    init?(openVINO number: Int32) {
        guard let type = Self.allCases.first(where: { $0.openVINO == number }) else { return nil }
        self = type
    }
}
