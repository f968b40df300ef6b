import Raster

extension Photograph {
    /// This picture in 16 bits with code values (0…1) in a box, fading into its own over a sixteenth of the box's
    /// sides where they do not end the picture.
    func laying(_ codes: Raster, over box: PixelBox) -> Photograph {
        var result = codes16
        let across = Self.ramp(box.x, box.width, within: size.width)
        let down = Self.ramp(box.y, box.height, within: size.height)
        for y in 0..<box.height {
            for x in 0..<box.width {
                let share = across[x] * down[y]
                guard share > 0 else { continue }
                let start = ((box.y + y) * size.width + box.x + x) * channels
                for c in 0..<3 {
                    let own = Float(result[start + c])
                    let mixed = own + (codes[x, y, c] * 65535 - own) * share
                    result[start + c] = UInt16(min(65535, max(0, mixed.rounded())))
                }
            }
        }
        return with(.bits16(result))
    }

    private static func ramp(_ start: Int, _ length: Int, within whole: Int) -> [Float] {
        let rim = max(1, Float(length) / 18)
        return (0..<length).map { place in
            let before = start == 0 ? 1 : (Float(place) + 0.5) / rim
            let after = start + length == whole ? 1 : (Float(length - place) - 0.5) / rim
            return min(1, before, after)
        }
    }
}
