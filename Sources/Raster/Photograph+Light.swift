import CKernels

extension Photograph {
    /// The linear RGB of the pixels in `box`, which must lie inside; relative to the picture's own colour space.
    public func light(in box: PixelBox) -> Raster {
        precondition(box.intersection(PixelBox(size)) == box, "the box lies inside the picture")
        let light = [Float](unsafeUninitializedCapacity: box.size.area * 3) { buffer, count in
            count = box.size.area * 3
            guard let target = buffer.baseAddress else { return }
            // Each band writes its own rows.
            nonisolated(unsafe) let to = target
            colorSpace.withCurves { curves in
                nonisolated(unsafe) let curves = curves
                Rows.parallel(box.height) { rows in
                    for row in rows {
                        let codes = rgb16(x: box.x, y: box.y + row, count: box.width)
                        kernel_decode(codes, curves, to + row * box.width * 3, box.width, 3)
                    }
                }
            }
        }
        return Raster(width: box.width, height: box.height, channels: 3, values: light)
    }

    /// The RGB codes of part of a row, as 16 bits.
    private func rgb16(x: Int, y: Int, count: Int) -> [UInt16] {
        let part = (y * size.width + x) * channels..<(y * size.width + x + count) * channels
        let codes =
            switch values {
            case .bits8(let codes): codes[part].map { UInt16($0) * 257 }
            case .bits16(let codes): Array(codes[part])
            }
        guard channels == 4 else { return codes }
        return (0..<count * 3).map { codes[$0 / 3 * 4 + $0 % 3] }
    }
}
