import Foundation
import Raster
import Testing

@Suite("Codes of light")
struct LightTests {
    @Test("any amount of light becomes the nearest code, and what is beyond the ends becomes the ends")
    func nearest() {
        // A layer over one row of a picture: the light goes through the same search as everywhere.
        let space = ColorSpace.adobeRGB
        var light: [Float] = (0..<5000).map { pow(Float($0) / 4999, 3) * 1.2 - 0.1 }
        light += [-.infinity, .infinity, 0, 1, .leastNonzeroMagnitude, Float(1).nextDown, Float(1).nextUp, .nan]
        let size = PixelSize(width: light.count, height: 1)
        let picture = Fixture.photograph(width: size.width, height: 1, in: space) { _ in 777 }
        let layer = Layer(
            region: PixelBox(size),
            pixels: Raster(width: size.width, height: 1, channels: 3, values: light.flatMap { [$0, $0, $0] }),
            mask: Mask(width: size.width, height: 1, repeating: 1))
        let codes = picture.applying(layer).codes
        let curve = space.curves[0]
        for (index, value) in light.enumerated() where !value.isNaN {
            let code = codes[index * 3]
            let apart = abs(curve[code] - value)
            let isNearest =
                (code == 0 || abs(curve[code - 1] - value) >= apart)
                && (code == 65_535 || abs(curve[code + 1] - value) >= apart)
            guard isNearest || !value.isFinite else {
                Issue.record("\(value) became code \(code)")
                return
            }
        }
        #expect(codes[5000 * 3] == 0)
        #expect(codes[5001 * 3] == 65_535)
    }

    @Test("pixels outside the mask keep their codes, alpha everywhere", arguments: [3, 4])
    func outside(_ channels: Int) {
        let picture = Fixture.scattered(width: 90, height: 80, channels: channels)
        let region = PixelBox(x: -10, y: 20, width: 70, height: 40)
        var mask = Mask(width: 70, height: 40)
        for y in 0..<40 { for x in 0..<70 where (x + y) % 3 == 0 { mask[x, y] = 0.5 } }
        let layer = Layer(
            region: region, pixels: Raster(width: 70, height: 40, channels: 3, repeating: 0.4), mask: mask)
        let result = picture.applying(layer)
        var changed = 0
        for y in 0..<80 {
            for x in 0..<90 {
                let (before, after) = (picture.pixel(x, y), result.pixel(x, y))
                let (u, v) = (x - region.x, y - region.y)
                let isInside = (0..<70).contains(u) && (0..<40).contains(v) && mask[u, v] > 0
                if !isInside { #expect(before == after) } else if before != after { changed += 1 }
                if channels == 4 { #expect(before[3] == after[3]) }
            }
        }
        #expect(changed > 500)
    }

    @Test("half a layer is half its light and half the picture's")
    func half() {
        let picture = Fixture.photograph(width: 2, height: 1) { _ in 20_000 }
        let layer = Layer(
            region: PixelBox(picture.size), pixels: Raster(width: 2, height: 1, channels: 3, repeating: 0.7),
            mask: Mask(width: 2, height: 1, repeating: 0.5))
        let x = 20_000 / 65_535.0
        let light = 0.35 + pow((x + 0.055) / 1.055, 2.4) / 2
        let wanted = (1.055 * pow(light, 1 / 2.4) - 0.055) * 65_535
        #expect(picture.applying(layer).codes.allSatisfy { abs(Double($0) - wanted) < 3 })
    }
}
