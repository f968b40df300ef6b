import Raster

/// A crop at a glance: the picture with the crop, the safe area and the face outlined, and beside it the thumbnails
/// that marketplaces make of the crop.
struct FramingPreview {
    private enum Layout {
        static let margin = 24
        static let gap = 16
        /// Longest side of the picture.
        static let picture = 1200
        static let thumbnail = PixelSize(width: 280, height: 280)
        static let letters = 2
        static let lineHeight = 26
        static let outline = 3
        /// The thumbnails' column, with its labels.
        static let column = 320
    }

    private static let good = Canvas.Ink(red: 90, green: 210, blue: 110)
    private static let bad = Canvas.Ink(red: 255, green: 90, blue: 80)

    let photograph: Photograph
    let rules: FramingRules
    let result: FramingResult
    /// Boxes of the faces that matter, in pixels of the photograph.
    let faces: [Box]
    /// The face that must be seen; nil when there is none.
    let main: Box?

    func drawn() -> Canvas {
        let picture = self.picture()
        let thumbnails = Self.rowHeight * ThumbnailCuts.Shape.allCases.count - Layout.gap
        let size = PixelSize(
            width: 3 * Layout.margin + max(picture.size.width, Layout.column) + Layout.column,
            height: 2 * Layout.margin + max(picture.size.height + Layout.gap + 4 * Layout.lineHeight, thumbnails))
        var sheet = Canvas(size: size, filledWith: .paper)
        sheet.place(picture, x: Layout.margin, y: Layout.margin)
        drawLegend(on: &sheet, top: Layout.margin + picture.size.height + Layout.gap)
        drawThumbnails(on: &sheet, left: size.width - Layout.margin - Layout.column)
        return sheet
    }

    private static var rowHeight: Int { Layout.lineHeight + Layout.thumbnail.height + Layout.gap }

    /// The picture, dark outside the crop, with the outlines.
    private func picture() -> Canvas {
        let small = photograph.size.reduced(toLongSide: Layout.picture)
        let scale = SIMD2(
            Double(small.width) / Double(photograph.size.width), Double(small.height) / Double(photograph.size.height))
        func scaled(_ extent: Extent) -> PixelBox { extent.scaled(by: scale).rounded }
        let crop = scaled(Extent(result.box))
        var canvas = Canvas(photograph.resized(to: small, in: .sRGB))
            .darkened { $1 < crop.y || $1 >= crop.maxY || $0 < crop.x || $0 >= crop.maxX }
        for face in faces where face != main {
            canvas.frame(scaled(Extent(face)), with: .text, thickness: 1)
        }
        if let main { canvas.frame(scaled(Extent(main)), with: .text, thickness: Layout.outline) }
        canvas.frame(scaled(Extent(rules.safeArea(of: result.box))), with: .other, thickness: Layout.outline)
        canvas.frame(crop, with: .chosen, thickness: Layout.outline)
        return canvas
    }

    private func drawLegend(on sheet: inout Canvas, top: Int) {
        let box = result.box
        let share = Int((rules.safeArea * 100).rounded())
        let lines: [(text: String, ink: Canvas.Ink)] = [
            ("CROP \(rules.crop)", .chosen), ("\(box.size) AT \(box.x),\(box.y)", .chosen),
            ("SAFE AREA \(share)%", .other), (main == nil ? "NO FACE" : "FACE", .text),
        ]
        for (index, line) in lines.enumerated() {
            let y = top + index * Layout.lineHeight
            sheet.write(line.text, x: Layout.margin, y: y, dot: Layout.letters, with: line.ink)
        }
    }

    private func drawThumbnails(on sheet: inout Canvas, left: Int) {
        for (index, cut) in ThumbnailCuts(of: result.box, face: main).cuts.enumerated() {
            let top = Layout.margin + index * Self.rowHeight
            let (verdict, ink) = Self.verdict(on: cut)
            let label = cut.shape.rawValue + " "
            sheet.write(label, x: left, y: top, dot: Layout.letters, with: .text)
            let indent = label.count * Lettering.advance * Layout.letters
            sheet.write(verdict, x: left + indent, y: top, dot: Layout.letters, with: ink)
            sheet.place(thumbnail(of: cut), x: left, y: top + Layout.lineHeight)
        }
    }

    private static func verdict(on cut: ThumbnailCuts.Cut) -> (String, Canvas.Ink) {
        guard let loss = cut.headLoss else { return ("NO FACE", .text) }
        guard loss > 0 else { return ("OK", good) }
        // Less than one percent is still a cut.
        return ("CUT \(max(1, Int((loss * 100).rounded())))%", bad)
    }

    private func thumbnail(of cut: ThumbnailCuts.Cut) -> Canvas {
        let long = max(cut.box.width, cut.box.height)
        let size = long <= Layout.thumbnail.width ? cut.box.size : cut.box.size.fitted(into: Layout.thumbnail)
        let canvas = Canvas(photograph.cropped(to: cut.box).resized(to: size, in: .sRGB))
        guard cut.shape == .circle else { return canvas }
        let radius = Double(size.width) / 2
        return canvas.darkened { x, y in
            let (across, down) = (Double(x) + 0.5 - radius, Double(y) + 0.5 - radius)
            return across * across + down * down > radius * radius
        }
    }
}

extension Canvas {
    /// A fifth of the light's code where `isOutside` says so of column and row: enough to tell what was there.
    fileprivate func darkened(where isOutside: (Int, Int) -> Bool) -> Canvas {
        let dark = [UInt8](unsafeUninitializedCapacity: pixels.count) { buffer, count in
            for y in 0..<size.height {
                for x in 0..<size.width {
                    let index = (y * size.width + x) * 3
                    let divisor: UInt8 = isOutside(x, y) ? 5 : 1
                    for channel in index..<index + 3 { buffer[channel] = pixels[channel] / divisor }
                }
            }
            count = pixels.count
        }
        return Canvas(size: size, pixels: dark)
    }
}

extension Extent {
    fileprivate func scaled(by scale: SIMD2<Double>) -> Extent {
        Extent(left: left * scale.x, top: top * scale.y, right: right * scale.x, bottom: bottom * scale.y)
    }

    /// To the nearest whole pixels.
    fileprivate var rounded: PixelBox {
        let (x, y) = (Int(left.rounded()), Int(top.rounded()))
        return PixelBox(x: x, y: y, width: Int(right.rounded()) - x, height: Int(bottom.rounded()) - y)
    }
}
