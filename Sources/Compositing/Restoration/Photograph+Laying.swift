import Raster

extension Photograph {
    /// This picture in 16 bits with code values (0…1) in a box, fading into its own over an eighteenth of the box's
    /// sides where they do not end the picture.
    func laying(_ codes: Raster, over box: PixelBox) -> Photograph {
        var result = codes16
        let across = Self.ramp(box.x, box.width, within: size.width)
        let down = Self.ramp(box.y, box.height, within: size.height)
        result.withUnsafeMutableBufferPointer { to in
            codes.values.withUnsafeBufferPointer { over in
                // Safe: each band changes its own rows alone.
                nonisolated(unsafe) let (to, over) = (to, over)
                Rows.parallel(box.height) { rows in
                    for y in rows {
                        let first = ((box.y + y) * size.width + box.x) * channels
                        for x in 0..<box.width {
                            let share = across[x] * down[y]
                            for c in 0..<3 {
                                let at = first + x * channels + c
                                let own = Float(to[at])
                                let mixed = own + (over[(y * box.width + x) * 3 + c] * 65535 - own) * share
                                to[at] = UInt16(min(65535, max(0, mixed.rounded())))
                            }
                        }
                    }
                }
            }
        }
        return with(.bits16(result))
    }

    /// Rims to a side of the box: `SourceRestoration` adds a sixteenth of a recogniser's crop at either end of it, so
    /// that what the recogniser sees of an upright face is the cleaned picture alone.
    private static let rimsToASide: Float = 18

    private static func ramp(_ start: Int, _ length: Int, within whole: Int) -> [Float] {
        let rim = max(1, Float(length) / rimsToASide)
        return (0..<length).map { place in
            let before = start == 0 ? 1 : (Float(place) + 0.5) / rim
            let after = start + length == whole ? 1 : (Float(length - place) - 0.5) / rim
            return min(1, before, after)
        }
    }
}
