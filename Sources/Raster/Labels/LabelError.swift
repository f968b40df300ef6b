/// Why a label was not drawn.
public enum LabelError: Error, Sendable, Equatable {
    /// No font that has Chinese letters was found; `places` are the files that were looked for.
    case noFont(places: [String])
    case badFont(file: String, reason: String)
    /// This build of libvips cannot write.
    case noLettering
    case badText(reason: String)
    /// The font cannot draw these characters: boxes would stand in their place.
    case missingGlyphs(characters: String, font: String)
    /// At the least height that the law allows the words are wider or higher than the picture.
    case doesNotFit(text: String, size: PixelSize, needed: PixelSize)
    case cannotDraw(reason: String)
}

extension LabelError {
    /// Whether another text or another picture mends it; else something is missing here.
    public var isBadInput: Bool {
        switch self {
        case .badText, .missingGlyphs, .doesNotFit: true
        case .noFont, .badFont, .noLettering, .cannotDraw: false
        }
    }
}

extension LabelError: CustomStringConvertible {
    /// `what: what is wrong. What to do.`
    public var description: String {
        switch self {
        case .noFont(let places):
            "visible label: no font for it was found. Looked for \(places.joined(separator: ", ")). "
                + "Install the package fonts-wqy-microhei."
        case .badFont(let file, let reason):
            "\(file): cannot be used as a font: \(reason). Give a TrueType or OpenType font."
        case .noLettering:
            "visible label: this libvips was built without Pango and cannot write. Install a libvips that has it."
        case .badText(let reason):
            "visible label: its text \(reason). Give one line of 1 to \(VisibleLabel.longest) plain characters."
        case .missingGlyphs(let characters, let font):
            "visible label: \(font) has no letters for \(characters). Leave them out."
        case .doesNotFit(let text, let size, let needed):
            "visible label: \"\(text)\" takes \(needed), too much for a picture of \(size). Give a shorter text."
        case .cannotDraw(let reason):
            "visible label: libvips could not write it: \(reason). Check that libvips and Pango are whole."
        }
    }
}
