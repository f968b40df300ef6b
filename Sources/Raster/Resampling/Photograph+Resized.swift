import CKernels

extension Photograph {
    /// Rows of the result that are made together: few enough that their source rows stay in the cache's reach.
    private static let band = 64

    /// The picture resampled (Lanczos, three lobes, linear light) and, when `space` is another than its own, with its
    /// colours carried over. 16 bits, unless nothing changes.
    public func resized(to newSize: PixelSize, in space: ColorSpace? = nil) -> Photograph {
        let space = space ?? colorSpace
        let isConverted = space.profile != colorSpace.profile
        guard newSize != size || isConverted else { return self }
        precondition(newSize.width > 0 && newSize.height > 0, "a picture has pixels")
        let across = LanczosWeights(from: size.width, to: newSize.width)
        let down = LanczosWeights(from: size.height, to: newSize.height)
        let matrix =
            isConverted ? colorSpace.matrix(to: space).flatMap { [Float($0.x), Float($0.y), Float($0.z)] } : nil
        let source = codes16
        let rowLength = newSize.width * channels

        let codes = [UInt16](unsafeUninitializedCapacity: newSize.height * rowLength) { buffer, count in
            source.withUnsafeBufferPointer { from in
                guard let base = from.baseAddress, let target = buffer.baseAddress else { return }
                // Each band reads the source and writes rows of its own.
                nonisolated(unsafe) let (from, to) = (base, target)
                space.withInvertedCurves { curves, guesses in
                    nonisolated(unsafe) let (curves, guesses) = (curves, guesses)
                    Rows.parallel(newSize.height, band: Self.band) { rows in
                        let light = resampled(
                            from, rows: rows, across: across, down: down, width: newSize.width, matrix)
                        kernel_encode(
                            light, curves, guesses, to + rows.lowerBound * rowLength, rows.count * newSize.width,
                            channels)
                    }
                }
            }
            count = newSize.height * rowLength
        }
        return Photograph(
            size: newSize, channels: channels, values: .bits16(codes), colorSpace: space,
            profileOrigin: isConverted ? .converted(from: colorSpace.name) : profileOrigin)
    }

    /// The light of some rows of the result.
    private func resampled(
        _ codes: UnsafePointer<UInt16>, rows: Range<Int>, across: LanczosWeights, down: LanczosWeights, width: Int,
        _ matrix: [Float]?
    ) -> [Float] {
        let first = Int(down.starts[rows.lowerBound])
        let last = Int(down.starts[rows.upperBound - 1]) + down.taps
        let rowLength = width * channels
        var narrow = [Float](repeating: 0, count: (last - first) * rowLength)
        var light = [Float](repeating: 0, count: size.width * channels)
        narrow.withUnsafeMutableBufferPointer { narrow in
            guard let narrow = narrow.baseAddress else { return }
            colorSpace.withCurves { curves in
                for row in first..<last {
                    kernel_decode(codes + row * size.width * channels, curves, &light, size.width, channels)
                    kernel_resample_row(
                        light, across.starts, across.weights, across.taps, narrow + (row - first) * rowLength, width,
                        channels)
                }
            }
        }
        var result = [Float](repeating: 0, count: rows.count * rowLength)
        result.withUnsafeMutableBufferPointer { result in
            narrow.withUnsafeBufferPointer { narrow in
                down.weights.withUnsafeBufferPointer { weights in
                    guard let result = result.baseAddress, let narrow = narrow.baseAddress,
                        let weights = weights.baseAddress
                    else { return }
                    for row in rows {
                        let start = Int(down.starts[row]) - first
                        kernel_sum_rows(
                            narrow + start * rowLength, rowLength, weights + row * down.taps, down.taps,
                            result + (row - rows.lowerBound) * rowLength, rowLength)
                    }
                    if let matrix { kernel_matrix(result, matrix, rows.count * width, channels) }
                }
            }
        }
        return result
    }
}
