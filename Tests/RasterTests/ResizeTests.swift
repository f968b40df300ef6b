import Foundation
import Raster
import Testing

@Suite("Resizing")
struct ResizeTests {
    /// The same filter in double precision, one sample at a time, straight from its definition: each pixel is the
    /// weighted mean of all pixels under the filter, and pixels beyond the edge are those of the edge.
    private static func reference(_ light: Raster, to size: PixelSize, x: Int, y: Int, channel: Int) -> Double {
        func taps(_ at: Int, from: Int, to: Int) -> [(Int, Double)] {
            let scale = Double(from) / Double(to)
            let stretch = max(1, scale)
            let center = (Double(at) + 0.5) * scale - 0.5
            let reach = Int(3 * stretch) + 2
            return (Int(center) - reach...Int(center) + reach).map { source in
                let t = abs(Double(source) - center) / stretch
                let weight = t == 0 ? 1 : t >= 3 ? 0 : 3 * sin(.pi * t) * sin(.pi * t / 3) / (.pi * .pi * t * t)
                return (min(max(0, source), from - 1), weight)
            }
        }
        var sum = 0.0
        var total = 0.0
        for (v, down) in taps(y, from: light.height, to: size.height) {
            for (u, across) in taps(x, from: light.width, to: size.width) {
                sum += across * down * Double(light[u, v, channel])
                total += across * down
            }
        }
        return sum / total
    }

    @Test(
        "each pixel is the Lanczos mean of the light around it", arguments: [(31, 17), (90, 120), (64, 9), (200, 48)])
    func lanczos(_ width: Int, _ height: Int) {
        let picture = Fixture.scattered(width: 64, height: 48)
        let size = PixelSize(width: width, height: height)
        let result = picture.resized(to: size)
        let light = picture.light(in: PixelBox(picture.size))
        let again = result.light(in: PixelBox(size))
        for y in stride(from: 0, to: height, by: 3) {
            for x in stride(from: 0, to: width, by: 5) {
                for c in 0..<3 {
                    let wanted = min(max(0, Self.reference(light, to: size, x: x, y: y, channel: c)), 1)
                    let apart = abs(Double(again[x, y, c]) - wanted)
                    guard apart < 4e-5 else {
                        Issue.record("\(size) at \(x), \(y): \(again[x, y, c]) instead of \(wanted)")
                        return
                    }
                }
            }
        }
    }

    @Test("alpha and the colour profile stay with the picture")
    func alpha() {
        let picture = Fixture.photograph(width: 20, height: 20, channels: 4, in: .displayP3) {
            $0 % 4 == 3 ? 40_000 : 9000
        }
        let result = picture.resized(to: PixelSize(width: 7, height: 11))
        #expect(result.colorSpace == .displayP3)
        #expect(result.codes.indices.allSatisfy { abs(result.codes[$0] - ($0 % 4 == 3 ? 40_000 : 9000)) <= 1 })
    }

    @Test("colours keep their place when they change their space, and those outside are clipped")
    func conversion() {
        let picture = Fixture.smooth(width: 40, height: 30)
        let wide = picture.resized(to: picture.size, in: .proPhoto)
        #expect(wide.profileOrigin == .converted(from: "sRGB"))
        let back = wide.resized(to: wide.size, in: .sRGB)
        #expect(zip(back.codes, picture.codes).allSatisfy { abs($0 - $1) <= 4 })
        // Full Display P3 red lies outside sRGB: red at its top, green below its bottom.
        let red = Fixture.photograph(width: 1, height: 1, in: .displayP3) { $0 == 0 ? 65_535 : 0 }
        #expect(red.resized(to: red.size, in: .sRGB).codes == [65_535, 0, 0])
    }
}
