import Foundation

/// An array in numpy's file format (NEP 1), as doubles.
struct NumpyArray {
    struct Unreadable: Error { var file: URL }

    let shape: [Int]
    let values: [Double]

    var floats: [Float] { values.map { Float($0) } }

    init(contentsOf file: URL) throws {
        let data = try Data(contentsOf: file)
        guard data.count > 10, data[6] == 1 else { throw Unreadable(file: file) }
        let start = 10 + Int(data[8]) + Int(data[9]) << 8
        let header = String(decoding: data[10..<start], as: UTF8.self)
        let between = { (from: String, to: String) -> Substring? in
            guard let first = header.range(of: from), let last = header[first.upperBound...].range(of: to) else {
                return nil
            }
            return header[first.upperBound..<last.lowerBound]
        }
        guard header.contains("'fortran_order': False"), let kind = between("'descr': '", "'"),
            let sides = between("'shape': (", ")")
        else { throw Unreadable(file: file) }
        shape = sides.split(separator: ",").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
        let body = Data(data[start...])
        values =
            switch kind {
            case "|u1": body.map { Double($0) }
            case "<f4": Self.values(of: body, as: Float.self).map { Double($0) }
            case "<f8": Self.values(of: body, as: Double.self)
            case "<i4": Self.values(of: body, as: Int32.self).map { Double($0) }
            case "<i8": Self.values(of: body, as: Int64.self).map { Double($0) }
            default: throw Unreadable(file: file)
            }
        guard values.count == shape.reduce(1, *) else { throw Unreadable(file: file) }
    }

    private static func values<Value>(of data: Data, as: Value.Type) -> [Value] {
        [Value](unsafeUninitializedCapacity: data.count / MemoryLayout<Value>.stride) { buffer, count in
            count = data.copyBytes(to: buffer) / MemoryLayout<Value>.stride
        }
    }
}
