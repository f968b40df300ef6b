extension Array where Element == Float {
    /// Euclidean length, summed in double precision.
    package var length: Double { reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot() }

    /// Brought to length 1; as it is when it has none.
    package var atLengthOne: [Float] {
        let length = length
        return length > 0 ? map { Float(Double($0) / length) } : self
    }
}
