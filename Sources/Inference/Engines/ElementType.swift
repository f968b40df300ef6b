import CNative
import Raster

/// What the numbers of a model's input or output are inside its engine; outside they are float32.
enum ElementType: CaseIterable {
    case float32, float16, bfloat16, float64, int32, int64, uint8, bool

    /// Bytes of one.
    var width: Int {
        switch self {
        case .uint8, .bool: 1
        case .float16, .bfloat16: 2
        case .float32, .int32: 4
        case .float64, .int64: 8
        }
    }

    /// - Parameter memory: has room for as many elements as there are values.
    func write(_ values: [Float], to memory: UnsafeMutableRawBufferPointer) {
        precondition(memory.count == values.count * width, "the memory holds the tensor and no more")
        values.withUnsafeBufferPointer { values in
            guard let start = values.baseAddress, let memory = memory.baseAddress else { return }
            guard let element = native else {
                memory.copyMemory(from: start, byteCount: values.count * width)
                return
            }
            native_elements_write(element, start, values.count, memory)
        }
    }

    /// The elements in `memory`: whole numbers beyond 2²⁴ and doubles round to nearest.
    func values(in memory: UnsafeRawBufferPointer) -> [Float] {
        [Float](unsafeUninitializedCapacity: memory.count / width) { values, count in
            count = memory.count / width
            guard count > 0, let memory = memory.baseAddress, let values = values.baseAddress else { return }
            // Safe: each band reads and writes elements of its own.
            nonisolated(unsafe) let (start, base) = (memory, values)
            // New memory takes longer to touch than to fill: large tensors on all cores.
            Rows.parallel(count, band: Self.band) { elements in
                let (from, to) = (start + elements.lowerBound * width, base + elements.lowerBound)
                if let native {
                    native_elements_read(native, from, elements.count, to)
                } else {
                    UnsafeMutableRawPointer(to).copyMemory(from: from, byteCount: elements.count * width)
                }
            }
        }
    }

    /// Elements that are copied together.
    private static let band = 1 << 19

    /// Nil where there is nothing to convert.
    private var native: native_element? {
        switch self {
        case .float32: nil
        case .float16: NATIVE_ELEMENT_FLOAT16
        case .bfloat16: NATIVE_ELEMENT_BFLOAT16
        case .float64: NATIVE_ELEMENT_FLOAT64
        case .int32: NATIVE_ELEMENT_INT32
        case .int64: NATIVE_ELEMENT_INT64
        case .uint8: NATIVE_ELEMENT_UINT8
        case .bool: NATIVE_ELEMENT_BOOL
        }
    }
}
