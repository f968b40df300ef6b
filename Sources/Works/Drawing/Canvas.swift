import Raster

/// An 8-bit sRGB picture to draw on: contact sheets and annotated faces.
package struct Canvas: Sendable {
    package struct Ink: Sendable {
        var red: UInt8
        var green: UInt8
        var blue: UInt8

        package init(red: UInt8, green: UInt8, blue: UInt8) {
            self.red = red
            self.green = green
            self.blue = blue
        }

        package static let paper = Ink(red: 24, green: 24, blue: 26)
        package static let text = Ink(red: 232, green: 232, blue: 226)
        static let chosen = Ink(red: 255, green: 176, blue: 0)
        static let other = Ink(red: 0, green: 190, blue: 255)
        static let shade = Ink(red: 0, green: 0, blue: 0)
    }

    package let size: PixelSize
    /// RGB, rows from the top.
    package private(set) var pixels: [UInt8]

    package init(size: PixelSize, filledWith ink: Ink) {
        self.size = size
        pixels = [UInt8](unsafeUninitializedCapacity: size.area * 3) { buffer, count in
            for index in 0..<size.area {
                buffer[3 * index] = ink.red
                buffer[3 * index + 1] = ink.green
                buffer[3 * index + 2] = ink.blue
            }
            count = size.area * 3
        }
    }

    /// - Parameter pixels: 8-bit RGB of the given size.
    package init(size: PixelSize, pixels: [UInt8]) {
        precondition(pixels.count == size.area * 3, "a canvas is RGB")
        self.size = size
        self.pixels = pixels
    }

    /// Lays `other` with its top left corner at (x, y); what does not fit is cut off.
    package mutating func place(_ other: Canvas, x: Int, y: Int) {
        let box = PixelBox(x: x, y: y, width: other.size.width, height: other.size.height)
            .intersection(PixelBox(size))
        guard !box.isEmpty else { return }
        for row in box.y..<box.maxY {
            let from = ((row - y) * other.size.width + box.x - x) * 3
            let to = (row * size.width + box.x) * 3
            pixels.replaceSubrange(to..<to + box.width * 3, with: other.pixels[from..<from + box.width * 3])
        }
    }

    /// The part inside `box`, which must lie inside.
    func cropped(to box: PixelBox) -> Canvas {
        precondition(box.intersection(PixelBox(size)) == box, "the crop lies inside the canvas")
        var part: [UInt8] = []
        part.reserveCapacity(box.size.area * 3)
        for row in box.y..<box.maxY {
            let start = (row * size.width + box.x) * 3
            part += pixels[start..<start + box.width * 3]
        }
        return Canvas(size: box.size, pixels: part)
    }

    package mutating func fill(_ box: PixelBox, with ink: Ink) {
        let box = box.intersection(PixelBox(size))
        guard !box.isEmpty else { return }
        for y in box.y..<box.maxY {
            for x in box.x..<box.maxX { set(x, y, ink) }
        }
    }

    /// The outline of `box`, `thickness` pixels inwards.
    package mutating func frame(_ box: PixelBox, with ink: Ink, thickness: Int) {
        let (t, side) = (thickness, max(0, box.height - 2 * thickness))
        fill(PixelBox(x: box.x, y: box.y, width: box.width, height: t), with: ink)
        fill(PixelBox(x: box.x, y: box.maxY - t, width: box.width, height: t), with: ink)
        fill(PixelBox(x: box.x, y: box.y + t, width: t, height: side), with: ink)
        fill(PixelBox(x: box.maxX - t, y: box.y + t, width: t, height: side), with: ink)
    }

    /// A disc around a point in continuous pixel coordinates.
    mutating func dot(at center: SIMD2<Float>, radius: Float, with ink: Ink) {
        guard center.x.isFinite, center.y.isFinite, abs(center.x) < 1e6, abs(center.y) < 1e6 else { return }
        let box = PixelBox(
            x: Int(center.x - radius), y: Int(center.y - radius), width: Int(2 * radius) + 2,
            height: Int(2 * radius) + 2
        ).intersection(PixelBox(size))
        guard !box.isEmpty else { return }
        for y in box.y..<box.maxY {
            for x in box.x..<box.maxX {
                let across = Float(x) + 0.5 - center.x
                let down = Float(y) + 0.5 - center.y
                if across * across + down * down <= radius * radius { set(x, y, ink) }
            }
        }
    }

    /// Letters of `dot` pixels a dot, their top left corner at (x, y).
    package mutating func write(_ text: String, x: Int, y: Int, dot: Int, with ink: Ink) {
        var left = x
        for letter in text {
            for (row, bits) in Lettering.rows(of: letter).enumerated() {
                for column in 0..<Lettering.width where bits & (16 >> column) != 0 {
                    fill(PixelBox(x: left + column * dot, y: y + row * dot, width: dot, height: dot), with: ink)
                }
            }
            left += Lettering.advance * dot
        }
    }

    /// Lays ink through `coverage` (0…255, of the given size, rows from the top), its top left corner at (x, y).
    mutating func lay(_ coverage: [UInt8], of extent: PixelSize, x: Int, y: Int, with ink: Ink) {
        let box = PixelBox(x: x, y: y, width: extent.width, height: extent.height).intersection(PixelBox(size))
        guard !box.isEmpty else { return }
        let colours = [Int(ink.red), Int(ink.green), Int(ink.blue)]
        for row in box.y..<box.maxY {
            for column in box.x..<box.maxX {
                let part = Int(coverage[(row - y) * extent.width + column - x])
                let index = (row * size.width + column) * 3
                for channel in 0..<3 {
                    let under = Int(pixels[index + channel])
                    pixels[index + channel] = UInt8((under * (255 - part) + colours[channel] * part + 127) / 255)
                }
            }
        }
    }

    private mutating func set(_ x: Int, _ y: Int, _ ink: Ink) {
        let index = (y * size.width + x) * 3
        pixels[index] = ink.red
        pixels[index + 1] = ink.green
        pixels[index + 2] = ink.blue
    }
}
