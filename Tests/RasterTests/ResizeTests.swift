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

    /// Red checks, opaque, on transparent black.
    private static func redOnNothing() -> Photograph {
        Fixture.photograph(width: 600, height: 90, channels: 4) { index in
            let (x, y) = (index / 4 % 600, index / 4 / 600)
            let isRed = (x / 7 + y / 5) % 2 == 0
            return isRed && [0, 3].contains(index % 4) ? 65_535 : 0
        }
    }

    /// Expects that a picture made from `redOnNothing` is red wherever it can be seen, and half there at some places.
    private static func expectPureRed(_ picture: Photograph) {
        let (width, area) = (picture.size.width, picture.size.area)
        let pixels = (0..<area).map { picture.pixel($0 % width, $0 / width) }
        #expect(pixels.contains { (20_000...50_000).contains($0[3]) })
        let tinged = pixels.filter { $0[3] > 0 && ($0[0] < 65_531 || $0[1] > 4 || $0[2] > 4) }
        #expect(tinged.isEmpty, "\(tinged.first ?? [])")
        #expect(pixels.allSatisfy { $0[3] > 0 || $0[0...2].allSatisfy { $0 == 0 } })
    }

    @Test("what is transparent does not darken the edge of what is not", arguments: [(300, 45), (171, 90), (700, 200)])
    func transparency(_ width: Int, _ height: Int) {
        Self.expectPureRed(Self.redOnNothing().resized(to: PixelSize(width: width, height: height)))
    }

    @Test("nor does it in a master's smaller versions")
    func transparentPyramid() throws {
        let folder = try Fixture.Folder()
        try TIFFPages([.init(PhotographRows(Self.redOnNothing()))]).write(
            to: folder["master.tif"], layout: TIFFLayout(compression: .deflate, isDense: false, hasPyramid: true))
        let half = folder["half.tif"]
        try Fixture.run("vips", ["copy", "\(folder["master.tif"].path)[subifd=0]", half.path])
        let level = try Photograph.open(half)
        #expect(level.size == PixelSize(width: 300, height: 45) && level.channels == 4)
        Self.expectPureRed(level)
    }

    @Test("an opaque picture's colours are those of the same picture without alpha", arguments: [(31, 17), (90, 120)])
    func opaque(_ width: Int, _ height: Int) {
        let (plain, size) = (Fixture.scattered(width: 64, height: 48), PixelSize(width: width, height: height))
        let codes = plain.codes16
        let picture = Fixture.photograph(width: 64, height: 48, channels: 4) {
            $0 % 4 == 3 ? 65_535 : codes[$0 / 4 * 3 + $0 % 4]
        }
        let result = picture.resized(to: size).codes16
        #expect(result.indices.filter { $0 % 4 != 3 }.map { result[$0] } == plain.resized(to: size).codes16)
        #expect(stride(from: 3, to: result.count, by: 4).allSatisfy { result[$0] == 65_535 })
    }

    @Test("a change of colour space alone keeps the colours of what is transparent")
    func transparentConversion() {
        let picture = Fixture.photograph(width: 20, height: 20, channels: 4) { $0 % 4 == 3 ? 0 : 9000 }
        let wide = picture.resized(to: picture.size, in: .proPhoto)
        #expect(wide.codes.indices.allSatisfy { $0 % 4 == 3 ? wide.codes[$0] == 0 : wide.codes[$0] > 1000 })
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
