import Raster

/// A work at a glance: source, target, result and mask side by side, and below them target and result at 100 % where a
/// composite gives itself away: the eyes, the mouth, the rim of the face.
struct ContactSheet {
    struct Entry {
        var title: String
        var source: Canvas
        /// At the result's size.
        var target: Canvas
        var result: Canvas
        /// At the result's size, with its label; nil when it is not known.
        var mask: (label: String, canvas: Canvas)?
        /// The parts that are shown at 100 %, in pixels of the result.
        var details: [Detail]
    }

    struct Detail {
        var label: String
        var center: SIMD2<Float>
    }

    private enum Layout {
        static let margin = 24
        static let gap = 12
        static let panel = PixelSize(width: 420, height: 560)
        /// Five details have the width of four panels.
        static let detail = PixelSize(width: 333, height: 333)
        static let letters = 2
        static let titleLetters = 3
        static let lineHeight = 28
        static let width = 2 * margin + 4 * panel.width + 3 * gap
    }

    var entries: [Entry]

    func drawn() -> Canvas {
        let heights = entries.map { Self.height(of: $0) }
        let size = PixelSize(width: Layout.width, height: Layout.margin + heights.reduce(0, +))
        var sheet = Canvas(size: size, filledWith: .paper)
        var top = Layout.margin
        for (entry, height) in zip(entries, heights) {
            Self.draw(entry, on: &sheet, top: top)
            top += height
        }
        return sheet
    }

    private static func height(of entry: Entry) -> Int {
        let details = entry.details.isEmpty ? 0 : 2 * (Layout.detail.height + Layout.gap) + Layout.lineHeight
        return 2 * Layout.lineHeight + Layout.panel.height + Layout.gap + details + Layout.margin
    }

    private static func draw(_ entry: Entry, on sheet: inout Canvas, top: Int) {
        var y = top
        sheet.write(entry.title, x: Layout.margin, y: y, dot: Layout.titleLetters, with: .text)
        y += Layout.lineHeight + 4

        let panels = [
            ("SOURCE", entry.source), ("TARGET", entry.target), ("RESULT", entry.result),
            (entry.mask?.label ?? "MASK: NOT KEPT", entry.mask?.canvas),
        ]
        for (index, panel) in panels.enumerated() {
            let x = Layout.margin + index * (Layout.panel.width + Layout.gap)
            sheet.write(panel.0, x: x, y: y, dot: Layout.letters, with: .text)
            guard let canvas = panel.1 else { continue }
            sheet.place(canvas.reduced(toFit: Layout.panel), x: x, y: y + Layout.lineHeight - 4)
        }
        y += Layout.lineHeight + Layout.panel.height + Layout.gap
        guard !entry.details.isEmpty else { return }

        for (index, detail) in entry.details.enumerated() {
            let x = Layout.margin + index * (Layout.detail.width + Layout.gap)
            let label = "\(detail.label) 100% · TARGET, RESULT"
            sheet.write(label, x: x, y: y, dot: 1, with: .text)
            let box = Self.box(around: detail.center, in: entry.result.size)
            sheet.place(entry.target.cropped(to: box), x: x, y: y + 12)
            sheet.place(entry.result.cropped(to: box), x: x, y: y + 12 + Layout.detail.height + Layout.gap)
        }
    }

    /// A detail's box, moved inside the picture and cut to it.
    private static func box(around center: SIMD2<Float>, in size: PixelSize) -> PixelBox {
        let width = min(Layout.detail.width, size.width)
        let height = min(Layout.detail.height, size.height)
        let x = Int(min(max(0, center.x - Float(width) / 2), Float(size.width - width)))
        let y = Int(min(max(0, center.y - Float(height) / 2), Float(size.height - height)))
        return PixelBox(x: x, y: y, width: width, height: height)
    }
}

extension Canvas {
    /// The picture made small enough for `box` by averaging over each pixel's area; never enlarged.
    ///
    /// Averages code values, which is good enough for a glance and for nothing else.
    func reduced(toFit box: PixelSize) -> Canvas {
        let scale = min(1, Double(box.width) / Double(size.width), Double(box.height) / Double(size.height))
        guard scale < 1 else { return self }
        let reduced = PixelSize(
            width: max(1, Int(Double(size.width) * scale)), height: max(1, Int(Double(size.height) * scale)))
        var result = [UInt8](repeating: 0, count: reduced.area * 3)
        let columns = (0...reduced.width).map { $0 * size.width / reduced.width }
        let rows = (0...reduced.height).map { $0 * size.height / reduced.height }
        pixels.withUnsafeBufferPointer { from in
            for y in 0..<reduced.height {
                for x in 0..<reduced.width {
                    var (red, green, blue) = (0, 0, 0)
                    for row in rows[y]..<rows[y + 1] {
                        for column in columns[x]..<columns[x + 1] {
                            let index = (row * size.width + column) * 3
                            red += Int(from[index])
                            green += Int(from[index + 1])
                            blue += Int(from[index + 2])
                        }
                    }
                    let count = (rows[y + 1] - rows[y]) * (columns[x + 1] - columns[x])
                    let index = (y * reduced.width + x) * 3
                    result[index] = UInt8(red / count)
                    result[index + 1] = UInt8(green / count)
                    result[index + 2] = UInt8(blue / count)
                }
            }
        }
        return Canvas(size: reduced, pixels: result)
    }
}
