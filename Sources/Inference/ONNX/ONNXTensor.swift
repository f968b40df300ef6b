import Foundation

/// A constant as an ONNX file stores it: its head, and where its numbers lie.
/// - SeeAlso: github.com/onnx/onnx/blob/main/onnx/onnx.proto, TensorProto
package struct ONNXTensor: Sendable {
    /// The elements that can be read, by TensorProto.DataType.
    enum Elements: UInt64 {
        case float32 = 1
        case float16 = 10
        case float64 = 11

        /// Bytes of one in `raw_data`.
        var size: Int {
            switch self {
            case .float16: 2
            case .float32: 4
            case .float64: 8
            }
        }
    }

    private enum Numbers: Sendable {
        case none
        /// Little-endian, as in memory.
        case raw(Range<Int>)
        /// `float_data` or `double_data`: pieces of packed numbers, or one number each.
        case typed([Range<Int>])
        /// `int32_data`, which holds float16 as a varint each.
        case halves([Range<Int>])
    }

    package private(set) var name = ""
    package private(set) var shape: [Int] = []
    private(set) var dataType: UInt64 = 0
    private var numbers = Numbers.none
    private var isElsewhere = false

    /// More sides than any tensor has.
    private static let highestRank = 64

    init(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>) throws(ProtobufReader.Fault) {
        var fields = ProtobufReader(bytes, in: range)
        var floats: [Range<Int>] = []
        var doubles: [Range<Int>] = []
        var integers: [Range<Int>] = []
        var raw: Range<Int>?
        while let (number, value) = try fields.next() {
            switch (number, value) {
            case (1, .varint(let side)): try append(side)
            case (1, .bytes(let packed)):
                guard packed.count <= Self.highestRank * 10 else { throw Self.tooManySides }
                for side in try ProtobufReader.varints(bytes, in: packed) { try append(side) }
            case (2, .varint(let type)): dataType = type
            case (4, .bytes(let packed)): floats.append(packed)
            case (5, .bytes(let packed)): integers.append(packed)
            case (8, .bytes(let text)): name = String(decoding: bytes[text], as: UTF8.self)
            case (9, .bytes(let block)): raw = block
            case (10, .bytes(let packed)): doubles.append(packed)
            case (14, .varint(let location)): isElsewhere = location != 0
            case (4, _), (5, _), (10, _): throw ProtobufReader.Fault(reason: "its numbers are not packed")
            default: break
            }
        }
        if let raw {
            numbers = .raw(raw)
        } else if let type = Elements(rawValue: dataType) {
            switch type {
            case .float32: numbers = .typed(floats)
            case .float64: numbers = .typed(doubles)
            case .float16: numbers = .halves(integers)
            }
        }
    }

    private static let tooManySides = ProtobufReader.Fault(reason: "it has more than \(highestRank) dimensions")

    private mutating func append(_ side: UInt64) throws(ProtobufReader.Fault) {
        guard let side = Int(exactly: side) else {
            throw ProtobufReader.Fault(reason: "a dimension is negative")
        }
        guard shape.count < Self.highestRank else { throw Self.tooManySides }
        shape.append(side)
    }

    /// The product of the sides, nil where no memory holds as many.
    var count: Int? {
        shape.reduce(Int?(1)) { product, side in
            guard let product else { return nil }
            let (result, overflow) = product.multipliedReportingOverflow(by: side)
            return overflow ? nil : result
        }
    }

    /// All numbers as float32, rows last.
    func values(in bytes: UnsafeRawBufferPointer) throws(ProtobufReader.Fault) -> [Float] {
        guard !isElsewhere else {
            throw ProtobufReader.Fault(reason: "its numbers lie in another file; save the model as one file")
        }
        guard let elements = Elements(rawValue: dataType) else {
            throw ProtobufReader.Fault(
                reason: "it holds elements of type \(dataType), not float32 (1), float16 (10) or float64 (11)")
        }
        guard let count else { throw ProtobufReader.Fault(reason: "its shape \(shape) is larger than any memory") }
        switch numbers {
        case .none: return try checked([], count)
        case .raw(let block): return try read([block], of: elements, in: bytes, expecting: count)
        case .typed(let blocks): return try read(blocks, of: elements, in: bytes, expecting: count)
        case .halves(let blocks):
            // A varint is a byte at least.
            guard blocks.reduce(0, { $0 + $1.count }) >= count else { return try checked([], count) }
            var values: [Float] = []
            for block in blocks {
                for number in try ProtobufReader.varints(bytes, in: block) {
                    values.append(Float(halfBits: UInt16(truncatingIfNeeded: number)))
                }
            }
            return try checked(values, count)
        }
    }

    private func checked(_ values: [Float], _ count: Int) throws(ProtobufReader.Fault) -> [Float] {
        guard values.count == count else {
            throw ProtobufReader.Fault(reason: "it holds \(values.count) numbers, its shape \(shape) asks for \(count)")
        }
        return values
    }

    private func read(
        _ blocks: [Range<Int>], of elements: Elements, in bytes: UnsafeRawBufferPointer, expecting count: Int
    ) throws(ProtobufReader.Fault) -> [Float] {
        let found = blocks.reduce(0) { $0 + $1.count }
        let (expected, overflow) = count.multipliedReportingOverflow(by: elements.size)
        guard !overflow, found == expected, blocks.allSatisfy({ $0.count % elements.size == 0 }) else {
            throw ProtobufReader.Fault(
                reason: "it holds \(found) bytes of \(elements), its shape \(shape) asks for \(count) numbers")
        }
        return [Float](unsafeUninitializedCapacity: count) { values, filled in
            for block in blocks {
                for offset in stride(from: block.lowerBound, to: block.upperBound, by: elements.size) {
                    values.initializeElement(at: filled, to: elements.value(in: bytes, at: offset))
                    filled += 1
                }
            }
        }
    }
}

extension ONNXTensor.Elements {
    fileprivate func value(in bytes: UnsafeRawBufferPointer, at offset: Int) -> Float {
        switch self {
        case .float32: Float(bitPattern: Self.number(bytes, offset))
        case .float16: Float(halfBits: Self.number(bytes, offset))
        case .float64: Float(Double(bitPattern: Self.number(bytes, offset)))
        }
    }

    private static func number<Number: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Number {
        Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }
}

extension Float {
    /// The value of an IEEE 754 binary16, which not every platform's Swift has a type for.
    fileprivate init(halfBits bits: UInt16) {
        let sign = UInt32(bits & 0x8000) << 16
        let magnitude = UInt32(bits & 0x7FFF) << 13
        if magnitude >= 0x7C00 << 13 {
            self.init(bitPattern: sign | 0x7F80_0000 | magnitude & 0x7F_FFFF)
        } else {
            // The exponents count from −15 and −127; the product also normalises what is subnormal.
            let value = Float(bitPattern: magnitude) * 0x1p112
            self.init(bitPattern: sign | value.bitPattern)
        }
    }
}
