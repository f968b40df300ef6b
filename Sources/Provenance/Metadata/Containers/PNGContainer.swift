/// A PNG file as its chunks. Exif stands in `eXIf`, XMP in an `iTXt` text named `XML:com.adobe.xmp`, and further texts
/// under the names that PNG gives them. All go before the pixels, where every reader looks.
/// - SeeAlso: PNG (Third Edition), W3C, sections 5 and 11.3.
package struct PNGContainer: RewritableContainer {
    package static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    private static let xmpKeyword = "XML:com.adobe.xmp"

    /// The texts that are written, and by which name.
    private static let keywords: [(Metadata.Field, String)] = [
        (.title, "Title"), (.artist, "Artist"), (.description, "Description"), (.copyright, "Copyright"),
        (.creatorTool, "Software"), (.aigc, "AIGC"),
    ]
    /// The texts that are replaced: ours, XMP, the same under PNG's other name for it, and the blocks that older tools
    /// keep as texts.
    private static let replaced =
        Set(
            keywords.map { $0.1 } + [xmpKeyword, "Author"]
                + ["exif", "APP1", "iptc", "8bim", "xmp"].map { "Raw profile type \($0)" })

    package private(set) var blocks = MetadataBlocks(texts: [:])
    private(set) var picture = PictureFacts()
    private let file: String
    private var isSigned = false
    private var before: [Piece] = []
    /// From the first pixels on.
    private var after: [Piece] = []

    package init(_ source: some RandomBytes, file: String) throws(MetadataError) {
        self.file = file
        var at = Self.signature.count
        before.copy(0..<at)
        var hasPixels = false
        while true {
            guard let length = source.integer(at: at, bytes: 4, .big), let type = source.bytes(at: at + 4, count: 4),
                length <= source.count - at - 12
            else { throw .damaged(file: file, reason: "it ends before its last chunk") }
            let chunk = at..<at + 12 + length
            let content = at + 8..<at + 8 + length
            let kind = String(decoding: type, as: UTF8.self)
            guard (kind == "IHDR") == (at == Self.signature.count) else {
                throw .damaged(file: file, reason: "its header is not its first chunk")
            }
            hasPixels = hasPixels || kind == "IDAT"
            if !read(kind, source, content) {
                if hasPixels { after.copy(chunk) } else { before.copy(chunk) }
            }
            at = chunk.upperBound
            if kind == "IEND" { break }
        }
        guard hasPixels else { throw .damaged(file: file, reason: "it has no pixels") }
        picture.keep(from: blocks.exif)
    }

    /// Takes in what a chunk says. Whether it is one of the homes.
    private mutating func read(_ kind: String, _ source: some RandomBytes, _ content: Range<Int>) -> Bool {
        switch kind {
        case "eXIf":
            blocks.exif = blocks.exif ?? source.block(content)
            return true
        case "tEXt", "zTXt", "iTXt":
            guard let bytes = source.block(content), let text = PNGText(kind: kind, bytes) else { return false }
            if let value = text.value {
                if text.keyword == Self.xmpKeyword {
                    blocks.xmp = blocks.xmp ?? Array(value.utf8)
                } else if Self.replaced.contains(text.keyword), blocks.texts?[text.keyword] == nil {
                    blocks.texts?[text.keyword] = value
                }
            }
            return Self.replaced.contains(text.keyword)
        case "IHDR":
            picture.width = source.integer(at: content.lowerBound, bytes: 4, .big) ?? 0
            picture.height = source.integer(at: content.lowerBound + 4, bytes: 4, .big) ?? 0
        case "iCCP": picture.hasProfile = true
        case "pHYs":
            guard let x = source.integer(at: content.lowerBound, bytes: 4, .big),
                let y = source.integer(at: content.lowerBound + 4, bytes: 4, .big), x > 0, y > 0, content.count == 9,
                source.integer(at: content.lowerBound + 8, bytes: 1, .big) == 1
            else { break }
            // Pixels a metre are a hundred times those a centimetre.
            picture.resolution = .init(
                x: Ratio(numerator: UInt32(x), denominator: 100), y: Ratio(numerator: UInt32(y), denominator: 100),
                unit: 3)
        case "caBX": isSigned = true
        default: break
        }
        return false
    }

    package func rewritten(with metadata: Metadata) throws(MetadataError) -> [Piece] {
        guard !isSigned else { throw .signed(file: file) }
        var chunks = Self.chunk("eXIf", EXIFBlock(metadata, of: picture).bytes)
        for (field, keyword) in Self.keywords {
            for value in metadata.values(of: field) {
                let text = PNGText(keyword: keyword, value: value)
                chunks += Self.chunk(text.kind, text.bytes)
            }
        }
        // XMP is always of the kind that knows UTF-8 (XMP part 3).
        let xmp = XMPPacket(metadata, keywords: .subjectAndText).bytes
        chunks += Self.chunk("iTXt", Array("\(Self.xmpKeyword)\0\0\0\0\0".utf8) + xmp)
        return before + [.new(chunks)] + after
    }

    private static func chunk(_ kind: String, _ content: [UInt8]) -> [UInt8] {
        let checked = Array(kind.utf8) + content
        return content.count.bigEndianBytes(4) + checked + Int(CRC32.checksum(of: checked)).bigEndianBytes(4)
    }

    /// What the texts of a file say.
    package static func metadata(in texts: [String: String]) -> Metadata {
        let aigc = texts["AIGC"].flatMap(AIGCLabel.init(json:))
        return Metadata(
            artist: texts["Artist"], title: texts["Title"], description: texts["Description"],
            copyright: texts["Copyright"], creatorTool: texts["Software"], aiLabel: aigc.map { AILabel(aigc: $0) })
    }
}
