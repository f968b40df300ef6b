import CKernels

extension Photograph.CodeValues {
    /// As 16 bits; 8-bit ones times 257, which keeps 0 and 1 where they are.
    var bits16: [UInt16] {
        switch self {
        case .bits16(let codes): codes
        case .bits8(let codes): bits16(in: codes.indices)
        }
    }

    /// Part of them, as 16 bits.
    func bits16(in range: Range<Int>) -> [UInt16] {
        switch self {
        case .bits16(let codes): Array(codes[range])
        case .bits8(let codes):
            [UInt16](unsafeUninitializedCapacity: range.count) { buffer, count in
                codes.withUnsafeBufferPointer { from in
                    guard let from = from.baseAddress, let to = buffer.baseAddress else { return }
                    kernel_widen(from + range.lowerBound, to, range.count)
                }
                count = range.count
            }
        }
    }
}

extension Photograph {
    /// The code values as 16 bits; 8-bit ones times 257, which keeps 0 and 1 where they are.
    package var codes16: [UInt16] { values.bits16 }

    /// The same picture in 16 bits.
    package var widened: Photograph {
        depth == 16 ? self : with(.bits16(codes16))
    }

    /// The same picture in 8 bits, dithered; what came from 8 bits returns to them exactly.
    package func dithered(seed: UInt64) -> Photograph {
        guard case .bits16(let codes) = values else { return self }
        let result = RowBand(rows: 0..<size.height, codes: codes).dithered(length: size.width * channels, seed: seed)
        return with(.bits8(result))
    }

    package func with(_ values: CodeValues) -> Photograph {
        Photograph(
            size: size, channels: channels, values: values, colorSpace: colorSpace, profileOrigin: profileOrigin)
    }

    /// This picture with the layer laid over it, in 16 bits. Where the layer's mask is 0 every code value stays; for
    /// an 8-bit picture that is its code times 257.
    public func applying(_ layer: Layer) -> Photograph {
        var codes = codes16
        let box = layer.region.intersection(PixelBox(size))
        guard !box.isEmpty else { return with(.bits16(codes)) }
        codes.withUnsafeMutableBufferPointer { codes in
            layer.pixels.values.withUnsafeBufferPointer { pixels in
                layer.mask.values.withUnsafeBufferPointer { mask in
                    guard let codes = codes.baseAddress, let pixels = pixels.baseAddress, let mask = mask.baseAddress
                    else { return }
                    // Each band reads and writes its own rows.
                    nonisolated(unsafe) let (to, over, how) = (codes, pixels, mask)
                    let apply = layer.mixing == .light ? kernel_apply : kernel_apply_codes
                    colorSpace.withInvertedCurves { curves, guesses in
                        nonisolated(unsafe) let (curves, guesses) = (curves, guesses)
                        Rows.parallel(box.height) { rows in
                            for row in rows {
                                let y = box.y + row
                                let from = (y - layer.region.y) * layer.region.width + box.x - layer.region.x
                                apply(
                                    to + (y * size.width + box.x) * channels, over + from * 3, how + from, curves,
                                    guesses, box.width, channels)
                            }
                        }
                    }
                }
            }
        }
        return with(.bits16(codes))
    }
}

extension RowBand {
    /// The codes in 8 bits, dithered; those that came from 8 bits return to them exactly.
    /// - Parameter length: codes a row.
    func dithered(length: Int, seed: UInt64) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: codes.count) { buffer, count in
            codes.withUnsafeBufferPointer { from in
                guard let base = from.baseAddress, let target = buffer.baseAddress else { return }
                // Each band reads and writes its own rows.
                nonisolated(unsafe) let (from, to) = (base, target)
                Rows.parallel(rows.count) { part in
                    let first = part.lowerBound * length
                    kernel_dither(
                        from + first, to + first, part.count * length,
                        UInt64((rows.lowerBound + part.lowerBound) * length),
                        seed)
                }
            }
            count = codes.count
        }
    }
}
