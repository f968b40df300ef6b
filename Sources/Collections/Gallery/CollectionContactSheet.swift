import Foundation
import Provenance
import Raster
import Works

/// All works of a collection at a glance: thumbnails in a grid, each with its number and title, a hundred a sheet.
struct CollectionContactSheet: Sendable {
    struct Entry: Sendable {
        var number: String
        var title: String?
        /// A picture that is small already; nil for an empty frame.
        var thumbnail: URL?
        /// What stands in an empty frame.
        var state: String
    }

    private enum Layout {
        static let margin = 72
        static let gap = 28
        /// Of all cells of a row together.
        static let width = 2400
        /// The longer side of a cell: thumbnails are not made larger than they are.
        static let largestCell = 512
        static let caption = 54
        static let header = 132
        static let perSide = 10
    }

    private static let quiet = Canvas.Ink(red: 150, green: 146, blue: 136)
    private static let line = Canvas.Ink(red: 58, green: 57, blue: 53)

    var title: String
    /// Width over height of the cells.
    var proportion: Double
    var entries: [Entry]
    /// The font of the captions; nil for letters of dots.
    var font = try? LabelFont.find()

    /// How many sheets there are; at least one.
    var count: Int { max(1, (entries.count + Self.most - 1) / Self.most) }

    private static var most: Int { Layout.perSide * Layout.perSide }

    /// The names of the sheets: `sheet.jpg`, or `sheet-1.jpg` and so on where there are several.
    func names(_ stem: String, _ ending: String) -> [String] {
        count == 1 ? ["\(stem).\(ending)"] : (1...count).map { "\(stem)-\($0).\(ending)" }
    }

    /// Draws one sheet.
    /// - Parameter index: from 0.
    /// - Throws: `RasterError` where a thumbnail cannot be read; `CancellationError`.
    func drawn(_ index: Int, limits: DecodingLimits) throws -> Canvas {
        let part = Array(entries.dropFirst(index * Self.most).prefix(Self.most))
        let columns = Self.columns(of: part.count, proportion: proportion)
        let rows = max(1, (part.count + columns - 1) / columns)
        let largest = Int(Double(Layout.largestCell) * min(1, proportion))
        let width = min(largest, (Layout.width - (columns - 1) * Layout.gap) / columns)
        let cell = PixelSize(width: width, height: max(1, Int(Double(width) / proportion)))
        let size = PixelSize(
            width: 2 * Layout.margin + columns * (cell.width + Layout.gap) - Layout.gap,
            height: 2 * Layout.margin + Layout.header + rows * (cell.height + Layout.caption + Layout.gap) - Layout.gap)
        var sheet = Canvas(size: size, filledWith: .paper)
        writeHeader(on: &sheet, index: index)
        let small = CanvasWords(letterHeight: 11, font: font)
        let large = CanvasWords(letterHeight: 13, font: font)
        for (place, entry) in part.enumerated() {
            try Task.checkCancellation()
            let x = Layout.margin + place % columns * (cell.width + Layout.gap)
            let y = Layout.margin + Layout.header + place / columns * (cell.height + Layout.caption + Layout.gap)
            try draw(entry, in: PixelBox(x: x, y: y, width: cell.width, height: cell.height), on: &sheet, limits, small)
            let (top, between) = (y + cell.height + 14, 10)
            let numberWidth = min(cell.width, 16 * max(1, entry.number.count))
            small.write(entry.number, on: &sheet, x: x, y: top, width: numberWidth, with: Self.quiet)
            if let title = entry.title {
                large.write(title, on: &sheet, x: x, y: top + 11 + between, width: cell.width, with: .text)
            }
        }
        return sheet
    }

    private func writeHeader(on sheet: inout Canvas, index: Int) {
        let width = sheet.size.width - 2 * Layout.margin
        CanvasWords(letterHeight: 34, font: font)
            .write(title, on: &sheet, x: Layout.margin, y: Layout.margin, width: width, with: .text)
        let works = "\(entries.count) work\(entries.count == 1 ? "" : "s")"
        let page = count == 1 ? works : "\(works) · sheet \(index + 1) of \(count)"
        CanvasWords(letterHeight: 14, font: font).write(
            "\(page) · AI composites", on: &sheet, x: Layout.margin, y: Layout.margin + 62, width: width,
            with: Self.quiet)
    }

    private func draw(
        _ entry: Entry, in box: PixelBox, on sheet: inout Canvas, _ limits: DecodingLimits, _ words: CanvasWords
    ) throws {
        guard let thumbnail = entry.thumbnail else {
            sheet.frame(box, with: Self.line, thickness: 1)
            words.write(
                entry.state, on: &sheet, x: box.x + 16, y: box.y + 16, width: box.width - 32, with: Self.quiet)
            return
        }
        let picture = try Photograph.open(thumbnail, limits: limits)
        let fitted = picture.size.fitted(into: box.size)
        let size = fitted.width < picture.size.width ? fitted : picture.size
        // As on a shelf, flush with the caption.
        let canvas = Canvas(picture.resized(to: size, in: .sRGB))
        sheet.place(canvas, x: box.x, y: box.maxY - size.height)
    }

    /// So many that the sheet is about as wide as it is high.
    private static func columns(of count: Int, proportion: Double) -> Int {
        guard count < most else { return Layout.perSide }
        let wide = (Double(count) / proportion).squareRoot().rounded(.up)
        return min(max(1, Int(wide)), Layout.perSide, max(1, count))
    }
}
