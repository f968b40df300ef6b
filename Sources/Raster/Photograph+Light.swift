import CKernels

extension Photograph {
    /// The linear RGB of the pixels in `box`, which must lie inside; relative to the picture's own colour space.
    public func light(in box: PixelBox) -> Raster {
        precondition(box.intersection(PixelBox(size)) == box, "the box lies inside the picture")
        var codes = [UInt16](repeating: 0, count: box.size.area * 3)
        for y in 0..<box.height {
            for x in 0..<box.width {
                let from = ((box.y + y) * size.width + box.x + x) * channels
                let to = (y * box.width + x) * 3
                for c in 0..<3 {
                    switch values {
                    case .bits8(let v): codes[to + c] = UInt16(v[from + c]) * 257
                    case .bits16(let v): codes[to + c] = v[from + c]
                    }
                }
            }
        }
        let light = [Float](unsafeUninitializedCapacity: codes.count) { buffer, count in
            colorSpace.withCurves { curves in
                guard let to = buffer.baseAddress else { return }
                kernel_decode(codes, curves, to, box.size.area, 3)
            }
            count = codes.count
        }
        return Raster(width: box.width, height: box.height, channels: 3, values: light)
    }
}
