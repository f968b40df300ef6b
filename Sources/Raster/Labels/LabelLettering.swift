import CVips

/// Words as coverage, written by libvips (Pango).
package struct LabelLettering: Sendable {
    package struct Words: Sendable {
        package var size: PixelSize
        /// 0…255, rows from the top.
        package var coverage: [UInt8]
    }

    let font: LabelFont

    package init(font: LabelFont) {
        self.font = font
    }

    /// The first of them that the font has is as high as its letters are said to be.
    private static let measures = ["H", "国"]

    /// The words in a size at which a capital letter is at least `letterHeight` pixels high; cut to their ink.
    /// - Throws: `LabelError`.
    func words(_ text: String, letterHeight: Int) throws(LabelError) -> Words {
        try words(text, size: size(ofLetterHeight: letterHeight))
    }

    /// The em, in pixels, at which a capital letter is at least `letterHeight` pixels high.
    /// - Throws: `LabelError`.
    package func size(ofLetterHeight letterHeight: Int) throws(LabelError) -> Int {
        guard let measure = Self.measures.first(where: { font.missing(in: $0).isEmpty }) else {
            throw .badFont(file: font.file.lastPathComponent, reason: "it has neither Latin nor Chinese letters")
        }
        let trial = 200
        let high = try words(measure, size: trial).size.height
        guard high > 0 else { throw .cannotDraw(reason: "letters have no ink") }
        var size = (letterHeight * trial + high - 1) / high
        // Letters are fitted to whole pixels, which may take one off.
        while try words(measure, size: size).size.height < letterHeight {
            size += 1
            guard size < 2 * trial * letterHeight else { throw .cannotDraw(reason: "letters do not grow") }
        }
        return size
    }

    /// The words, cut to their ink.
    /// - Parameter size: of the em, in pixels.
    /// - Throws: `LabelError`.
    package func words(_ text: String, size: Int) throws(LabelError) -> Words {
        guard Vips.isReady, vips_type_find("VipsOperation", "text") != 0 else { throw .noLettering }
        let options = [
            "text": Self.escaped(text), "font": "\(font.family) \(size)", "fontfile": font.file.path, "dpi": "72",
        ]
        do throws(Vips.Failure) {
            let image = try Vips.image("text", [:], options)
            guard image.bands == 1, image.format == VIPS_FORMAT_UCHAR else {
                throw Vips.Failure(reason: "the letters have another form than expected")
            }
            return Words(size: image.size, coverage: try image.pixels())
        } catch {
            throw .cannotDraw(reason: error.reason)
        }
    }

    /// Pango reads markup.
    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
