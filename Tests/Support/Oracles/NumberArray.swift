/// A dense array in row-major order, as numpy keeps it: what tests and oracles give each other.
package struct NumberArray: Sendable, Equatable {
    package enum Values: Sendable, Equatable {
        case bytes([UInt8])
        case floats([Float])
        case doubles([Double])
        case integers([Int64])

        var count: Int {
            switch self {
            case .bytes(let values): values.count
            case .floats(let values): values.count
            case .doubles(let values): values.count
            case .integers(let values): values.count
            }
        }
    }

    package var shape: [Int]
    package var values: Values

    package init(shape: [Int], values: Values) {
        precondition(values.count == shape.reduce(1, *), "an array holds the product of its shape")
        self.shape = shape
        self.values = values
    }

    package init(_ values: [UInt8], shape: [Int]) { self.init(shape: shape, values: .bytes(values)) }
    package init(_ values: [Float], shape: [Int]) { self.init(shape: shape, values: .floats(values)) }
    package init(_ values: [Double], shape: [Int]) { self.init(shape: shape, values: .doubles(values)) }

    /// Points as rows of x and y.
    package init(_ points: [SIMD2<Double>]) {
        self.init(points.flatMap { [$0.x, $0.y] }, shape: [points.count, 2])
    }

    package var bytes: [UInt8]? {
        if case .bytes(let values) = values { values } else { nil }
    }

    /// Every value as a float, whatever it is.
    package var floats: [Float] {
        switch values {
        case .bytes(let values): values.map(Float.init)
        case .floats(let values): values
        case .doubles(let values): values.map(Float.init)
        case .integers(let values): values.map(Float.init)
        }
    }

    package var doubles: [Double] {
        switch values {
        case .bytes(let values): values.map(Double.init)
        case .floats(let values): values.map(Double.init)
        case .doubles(let values): values
        case .integers(let values): values.map(Double.init)
        }
    }

    package var integers: [Int] {
        switch values {
        case .bytes(let values): values.map(Int.init)
        case .floats(let values): values.map { Int($0) }
        case .doubles(let values): values.map { Int($0) }
        case .integers(let values): values.map(Int.init)
        }
    }

    /// The values in pairs, as points.
    package var points: [SIMD2<Double>] {
        let values = doubles
        return stride(from: 0, to: values.count - 1, by: 2).map { SIMD2(values[$0], values[$0 + 1]) }
    }

    /// Part `index` of the first dimension: the landmarks of one face of many.
    package subscript(index: Int) -> NumberArray {
        let rest = Array(shape.dropFirst())
        let size = rest.reduce(1, *)
        let range = index * size..<(index + 1) * size
        return switch values {
        case .bytes(let values): NumberArray(shape: rest, values: .bytes(Array(values[range])))
        case .floats(let values): NumberArray(shape: rest, values: .floats(Array(values[range])))
        case .doubles(let values): NumberArray(shape: rest, values: .doubles(Array(values[range])))
        case .integers(let values): NumberArray(shape: rest, values: .integers(Array(values[range])))
        }
    }
}
