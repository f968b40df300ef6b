import CKernels

/// Arithmetic on whole planes, for the fields of light and weight that are computed on a shrunk face.
extension Raster {
    package init(_ mask: Mask) {
        self.init(width: mask.width, height: mask.height, channels: 1, values: mask.values)
    }

    package var mask: Mask {
        precondition(channels == 1, "a mask has one channel")
        return Mask(width: width, height: height, values: values)
    }

    package func map(_ transform: (Float) -> Float) -> Raster {
        Raster(width: width, height: height, channels: channels, values: values.map(transform))
    }

    /// Value by value with `other`, which has the same shape or one channel for all of this one's.
    package func combined(with other: Raster, _ transform: (Float, Float) -> Float) -> Raster {
        precondition(size == other.size, "planes of one face have one size")
        var result = self
        result.values.withUnsafeMutableBufferPointer { to in
            other.values.withUnsafeBufferPointer { from in
                if channels == other.channels {
                    for i in to.indices { to[i] = transform(to[i], from[i]) }
                } else {
                    precondition(other.channels == 1, "planes of one face agree in channels")
                    for pixel in from.indices {
                        for i in pixel * channels..<(pixel + 1) * channels { to[i] = transform(to[i], from[pixel]) }
                    }
                }
            }
        }
        return result
    }

    package static func + (a: Raster, b: Raster) -> Raster { a.combined(with: b) { $0 + $1 } }
    package static func - (a: Raster, b: Raster) -> Raster { a.combined(with: b) { $0 - $1 } }
    package static func * (a: Raster, b: Raster) -> Raster { a.combined(with: b) { $0 * $1 } }

    /// ln(max(value, floor)).
    package func logarithm(floor: Float) -> Raster {
        byRows(size) { from, to, rows in
            let length = width * channels
            let start = rows.lowerBound * length
            kernel_log(from + start, floor, to + start, rows.count * length)
        }
    }

    package func exponential() -> Raster {
        byRows(size) { from, to, rows in
            let length = width * channels
            let start = rows.lowerBound * length
            kernel_exp(from + start, to + start, rows.count * length)
        }
    }

    /// One plane: the sum of the channels, each times its weight.
    package func weighed(by weights: [Float]) -> Raster {
        precondition(weights.count == channels, "one weight a channel")
        return byRows(size, planes: 1) { from, to, rows in
            let start = rows.lowerBound * width
            kernel_weigh_channels(from + start * channels, channels, weights, to + start, rows.count * width)
        }
    }

    /// One plane repeated in three channels.
    package var tripled: Raster {
        precondition(channels == 1, "one channel becomes three")
        return byRows(size, planes: 3) { from, to, rows in
            for i in rows.lowerBound * width..<rows.upperBound * width {
                for c in 0..<3 { to[i * 3 + c] = from[i] }
            }
        }
    }
}
