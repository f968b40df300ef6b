/// A WebP file as its chunks. Exif and XMP stand in chunks of those names, behind the pixels, and ask for the extended
/// form of the file: a simple one gets its `VP8X` chunk here.
/// - SeeAlso: RFC 9649, sections 2.3–2.7.
package struct WebPContainer: RewritableContainer {
    /// Bits of `VP8X` (RFC 9649 §2.7).
    private enum Flag {
        static let animation: UInt8 = 0x02
        static let xmp: UInt8 = 0x04
        static let exif: UInt8 = 0x08
        static let alpha: UInt8 = 0x10
        static let profile: UInt8 = 0x20
    }

    /// What makes the picture, in this order; other chunks may stand anywhere.
    private static let pictureChunks: Set = ["ICCP", "ANIM", "ANMF", "ALPH", "VP8 ", "VP8L"]

    package private(set) var blocks = MetadataBlocks()
    private(set) var picture = PictureFacts()
    private let file: String
    private var isSigned = false
    private var hasAlpha = false
    private var isAnimated = false
    private var isExtended = false
    private var pictureParts: [Piece] = []
    private var others: [Piece] = []

    package init(_ source: some RandomBytes, file: String) throws(MetadataError) {
        self.file = file
        guard let size = source.integer(at: 4, bytes: 4, .little), size <= source.count - 8 else {
            throw .damaged(file: file, reason: "it is shorter than it says")
        }
        // What lies behind is no part of the file.
        let end = 8 + size
        var at = 12
        while at + 8 <= end {
            guard let type = source.bytes(at: at, count: 4), let length = source.integer(at: at + 4, bytes: 4, .little),
                length <= end - at - 8
            else { throw .damaged(file: file, reason: "a chunk reaches beyond its end") }
            let content = at + 8..<at + 8 + length
            // Chunks are filled up to an even length; the last one's fill byte may be missing.
            let chunk = at..<min(content.upperBound + length % 2, end)
            let kind = String(decoding: type, as: UTF8.self)
            if !read(kind, source, content) {
                let isWhole = chunk.count.isMultiple(of: 2)
                if Self.pictureChunks.contains(kind) {
                    pictureParts.copy(chunk)
                    if !isWhole { pictureParts.append(.new([0])) }
                } else {
                    others.copy(chunk)
                    if !isWhole { others.append(.new([0])) }
                }
            }
            at = chunk.upperBound
        }
        guard !pictureParts.isEmpty, picture.width > 0, picture.height > 0 else {
            throw .damaged(file: file, reason: "it has no pixels")
        }
        picture.keep(from: blocks.exif)
    }

    /// Takes in what a chunk says. Whether it is replaced.
    private mutating func read(_ kind: String, _ source: some RandomBytes, _ content: Range<Int>) -> Bool {
        let start = content.lowerBound
        switch kind {
        case "EXIF":
            blocks.exif = blocks.exif ?? source.block(content)
            return true
        case "XMP ":
            blocks.xmp = blocks.xmp ?? source.block(content)
            return true
        case "VP8X":
            guard content.count >= 10, let flags = source.bytes(at: start, count: 1)?.first,
                let width = source.integer(at: start + 4, bytes: 3, .little),
                let height = source.integer(at: start + 7, bytes: 3, .little)
            else { return true }
            isExtended = true
            hasAlpha = flags & Flag.alpha != 0
            isAnimated = flags & Flag.animation != 0
            (picture.width, picture.height) = (width + 1, height + 1)
            return true
        case "VP8 " where !isExtended:
            // Behind the frame's tag and start code, 14 bits each (RFC 6386 §9.1).
            guard source.bytes(at: start + 3, count: 3) == [0x9D, 0x01, 0x2A], content.count >= 10,
                let width = source.integer(at: start + 6, bytes: 2, .little),
                let height = source.integer(at: start + 8, bytes: 2, .little)
            else { break }
            (picture.width, picture.height) = (width & 0x3FFF, height & 0x3FFF)
        case "VP8L" where !isExtended:
            // A signature, then 14 bits each for the sides less one, then one for alpha (RFC 9649 §3.4).
            guard source.bytes(at: start, count: 1) == [0x2F], content.count >= 5,
                let bits = source.integer(at: start + 1, bytes: 4, .little)
            else { break }
            (picture.width, picture.height) = (bits & 0x3FFF + 1, bits >> 14 & 0x3FFF + 1)
            hasAlpha = bits >> 28 & 1 == 1
        case "ICCP": picture.hasProfile = true
        case "C2PA": isSigned = true
        default: break
        }
        return false
    }

    package func rewritten(with metadata: Metadata) throws(MetadataError) -> [Piece] {
        guard !isSigned else { throw .signed(file: file) }
        var flags = Flag.exif | Flag.xmp
        if hasAlpha { flags |= Flag.alpha }
        if isAnimated { flags |= Flag.animation }
        if picture.hasProfile { flags |= Flag.profile }
        let extended =
            [flags, 0, 0, 0] + (picture.width - 1).littleEndianBytes(3) + (picture.height - 1).littleEndianBytes(3)
        let exif = EXIFBlock(metadata, of: picture).bytes
        let xmp = XMPPacket(metadata, keywords: .subjectAndText).bytes
        let parts =
            [.new(Self.chunk("VP8X", extended))] + pictureParts
            + [.new(Self.chunk("EXIF", exif) + Self.chunk("XMP ", xmp))] + others
        let size = parts.length + 4
        guard size <= Int(UInt32.max) - 9 else { throw .tooLarge(file: file, format: "WebP") }
        return [.new(Array("RIFF".utf8) + size.littleEndianBytes(4) + Array("WEBP".utf8))] + parts
    }

    private static func chunk(_ kind: String, _ content: [UInt8]) -> [UInt8] {
        Array(kind.utf8) + content.count.littleEndianBytes(4) + content + (content.count % 2 == 1 ? [0] : [])
    }
}
