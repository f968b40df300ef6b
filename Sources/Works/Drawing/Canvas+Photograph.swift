import Foundation
import Raster

extension Canvas {
    /// The picture in 8-bit sRGB, without alpha.
    package init(_ photograph: Photograph) {
        let plain = photograph.resized(to: photograph.size, in: .sRGB).dithered(seed: 0)
        guard case .bits8(let values) = plain.values else { preconditionFailure("eight bits were asked for") }
        if plain.channels == 3 {
            self.init(size: plain.size, pixels: values)
        } else {
            let pixels = (0..<plain.size.area * 3).map { values[$0 / 3 * plain.channels + $0 % 3] }
            self.init(size: plain.size, pixels: pixels)
        }
    }

    /// White where a pixel differs from `other`, which has the same size; black elsewhere.
    func differing(from other: Canvas) -> Canvas {
        precondition(size == other.size, "pictures of one size are compared")
        let changed = [UInt8](unsafeUninitializedCapacity: pixels.count) { buffer, count in
            for index in stride(from: 0, to: pixels.count, by: 3) {
                let isEqual = (0..<3).allSatisfy { pixels[index + $0] == other.pixels[index + $0] }
                for channel in 0..<3 { buffer[index + channel] = isEqual ? 0 : 255 }
            }
            count = pixels.count
        }
        return Canvas(size: size, pixels: changed)
    }

    package var photograph: Photograph {
        Photograph(size: size, channels: 3, values: .bits8(pixels), colorSpace: .sRGB)
    }

    func writePNG(to url: URL) throws(RasterError) {
        try photograph.writePNG(to: url)
    }
}

extension Photograph {
    /// A mask as an 8-bit picture: 0 black … 1 white.
    init(mask: Mask) {
        let values = [UInt8](unsafeUninitializedCapacity: mask.values.count * 3) { buffer, count in
            for (index, value) in mask.values.enumerated() {
                let code = UInt8(min(max(value, 0), 1) * 255 + 0.5)
                for channel in 0..<3 { buffer[3 * index + channel] = code }
            }
            count = mask.values.count * 3
        }
        self.init(size: mask.size, channels: 3, values: .bits8(values), colorSpace: .sRGB)
    }
}
