import Foundation

/// The font that labels are written in: one file, so that a label is the same wherever that file is.
public struct LabelFont: Sendable {
    public let file: URL
    /// The family's name, as the file says it.
    public let family: String
    private let coverage: FontFile

    /// Where distributions put WenQuanYi Micro Hei (Apache-2.0): Chinese, Japanese, Korean and Latin letters in one file.
    static let places = [
        "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "/usr/share/fonts/wqy-microhei/wqy-microhei.ttc",
        "/usr/share/fonts/wenquanyi/wqy-microhei/wqy-microhei.ttc",
    ]

    /// The installed font.
    /// - Throws: `LabelError.noFont`, `.badFont`.
    public static func find() throws(LabelError) -> LabelFont {
        try find(in: places)
    }

    package static func find(in places: [String]) throws(LabelError) -> LabelFont {
        guard let place = places.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
            throw .noFont(places: places)
        }
        return try LabelFont(file: URL(filePath: place))
    }

    /// Any TrueType or OpenType file; of a collection the first font.
    /// - Throws: `LabelError.badFont`.
    public init(file: URL) throws(LabelError) {
        let name = file.lastPathComponent
        guard let bytes = try? Data(contentsOf: file, options: .mappedIfSafe) else {
            throw .badFont(file: name, reason: "it cannot be read")
        }
        guard let coverage = FontFile(bytes), let family = coverage.family else {
            throw .badFont(file: name, reason: "its tables are damaged or of an unknown kind")
        }
        self.file = file
        self.family = family
        self.coverage = coverage
    }

    /// The characters of a text for which the font has no glyph, each once.
    package func missing(in text: String) -> [Character] {
        var missing: [Character] = []
        for character in text where !missing.contains(character) {
            if !character.unicodeScalars.allSatisfy(coverage.covers) { missing.append(character) }
        }
        return missing
    }
}
