import Foundation

/// numpy's file format, version 1: magic, length, a Python dictionary, values in little-endian order.
extension NumberArray {
    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    package func write(to file: URL) throws {
        try encoded.write(to: file)
    }

    var encoded: Data {
        let sides = shape.map { "\($0)," }.joined(separator: " ")
        var header = "{'descr': '\(descriptor)', 'fortran_order': False, 'shape': (\(sides)), }"
        // Values begin at a multiple of 64, after a line's end.
        let length = Self.magic.count + 4 + header.utf8.count + 1
        header += String(repeating: " ", count: (64 - length % 64) % 64) + "\n"
        let count = UInt16(header.utf8.count)
        var data = Data(Self.magic + [1, 0, UInt8(count & 0xff), UInt8(count >> 8)])
        data.append(Data(header.utf8))
        switch values {
        case .bytes(let values): data.append(Data(values))
        case .floats(let values): data.append(values.map(\.bitPattern.littleEndian).withUnsafeBytes { Data($0) })
        case .doubles(let values): data.append(values.map(\.bitPattern.littleEndian).withUnsafeBytes { Data($0) })
        case .integers(let values): data.append(values.map(\.littleEndian).withUnsafeBytes { Data($0) })
        }
        return data
    }

    private var descriptor: String {
        switch values {
        case .bytes: "|u1"
        case .floats: "<f4"
        case .doubles: "<f8"
        case .integers: "<i8"
        }
    }

    /// - Throws: `OracleError.notAnArray` for anything but uint8, float32, float64 and int64 in C order.
    package init(contentsOf file: URL) throws {
        let data = try Data(contentsOf: file)
        func refuse(_ reason: String) -> OracleError { .notAnArray(file: file.lastPathComponent, reason: reason) }
        guard data.count >= 10, data.prefix(6).elementsEqual(Self.magic), data[6] == 1 else {
            throw refuse("it does not begin as numpy's files of version 1 do")
        }
        let start = 10 + Int(data[8]) + Int(data[9]) << 8
        guard data.count >= start else { throw refuse("it ends in its header") }
        let header = String(decoding: data[10..<start], as: UTF8.self)
        guard header.contains("'fortran_order': False"),
            let opening = header.range(of: "'shape': ("),
            let closing = header[opening.upperBound...].firstIndex(of: ")")
        else { throw refuse("its header is \(header)") }
        let shape = header[opening.upperBound..<closing].split(separator: ",").compactMap {
            Int($0.trimmingCharacters(in: .whitespaces))
        }
        let (count, body) = (shape.reduce(1, *), data[start...])

        /// The values, when there are as many as the shape says.
        func read<Value: BitwiseCopyable>(_ type: Value.Type) throws -> [Value] {
            guard body.count == count * MemoryLayout<Value>.size else {
                throw refuse("\(body.count) bytes do not fill \(shape)")
            }
            return body.withUnsafeBytes { bytes in
                (0..<count).map { bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Value>.size, as: type) }
            }
        }
        if header.contains("'|u1'") {
            self.init(shape: shape, values: .bytes(Array(body)))
        } else if header.contains("'<f4'") {
            let values = try read(UInt32.self).map { Float(bitPattern: UInt32(littleEndian: $0)) }
            self.init(shape: shape, values: .floats(values))
        } else if header.contains("'<f8'") {
            let values = try read(UInt64.self).map { Double(bitPattern: UInt64(littleEndian: $0)) }
            self.init(shape: shape, values: .doubles(values))
        } else if header.contains("'<i8'") {
            self.init(shape: shape, values: .integers(try read(Int64.self).map { Int64(littleEndian: $0) }))
        } else {
            throw refuse("its values are of another kind: \(header)")
        }
    }
}
