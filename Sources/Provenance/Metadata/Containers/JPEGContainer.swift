/// A JPEG file as the segments before its first scan; what comes behind is pixels.
///
/// Exif and XMP stand in APP1 segments, the IPTC record in APP13. Adobe's other resources in APP13 go when it is
/// replaced.
/// - SeeAlso: ITU-T T.81 annex B; Exif 2.32 §4.5; ISO 16684-3 §1.1.3.
package struct JPEGContainer: RewritableContainer {
    private enum Marker {
        static let endOfImage: UInt8 = 0xD9
        static let startOfScan: UInt8 = 0xDA
        static let jfif: UInt8 = 0xE0
        static let app1: UInt8 = 0xE1
        static let profile: UInt8 = 0xE2
        static let jumbf: UInt8 = 0xEB
        static let photoshop: UInt8 = 0xED
    }

    private static let exifHeader = Array("Exif\0\0".utf8)
    private static let xmpHeader = Array("http://ns.adobe.com/xap/1.0/\0".utf8)
    private static let extensionHeader = Array("http://ns.adobe.com/xmp/extension/\0".utf8)
    /// Bytes of a segment behind its length.
    private static let room = 65_533
    /// Of an extended packet in each segment, as Adobe's tools have it.
    private static let extensionRoom = 65_400

    package private(set) var blocks = MetadataBlocks()
    private(set) var picture = PictureFacts()
    private let file: String
    private let byteCount: Int
    private var isSigned = false
    /// Where the metadata goes: behind the start marker and JFIF's segments, which must come first.
    private var place = 2
    /// What stays, without what comes before `place`.
    private var kept: [Piece] = []
    /// Each extended packet's parts by where they belong.
    private var extensions: [String: [(offset: Int, whole: Int, part: [UInt8])]] = [:]
    private var extensionBytes = 0

    package init(_ source: some RandomBytes, file: String) throws(MetadataError) {
        self.file = file
        byteCount = source.count
        var at = 2
        var isAtFront = true
        var resources: [UInt8] = []
        while true {
            let start = at
            guard source.bytes(at: at, count: 1) == [0xFF] else {
                throw .damaged(file: file, reason: "no marker where one was expected")
            }
            while source.bytes(at: at, count: 1) == [0xFF] { at += 1 }
            guard let marker = source.bytes(at: at, count: 1)?.first, marker != Marker.endOfImage,
                let length = source.integer(at: at + 1, bytes: 2, .big), length >= 2,
                source.count - at - 1 >= length
            else { throw .damaged(file: file, reason: "it ends before its pixels") }
            let content = at + 3..<at + 1 + length
            at = content.upperBound
            guard marker != Marker.startOfScan else {
                kept.copy(start..<source.count)
                break
            }
            if isAtFront, marker == Marker.jfif { place = at } else { isAtFront = false }
            let isMetadata = read(marker, source.block(content) ?? [], into: &resources)
            if !isAtFront, !isMetadata { kept.copy(start..<at) }
        }
        blocks.iptc = resources.isEmpty ? nil : PhotoshopResources.iptc(in: resources)
        for (digest, parts) in extensions { blocks.extendedXMP[digest] = Self.joined(parts) }
        picture.keep(from: blocks.exif)
    }

    /// Takes in what a segment says. Whether it is one of the homes.
    private mutating func read(_ marker: UInt8, _ content: [UInt8], into resources: inout [UInt8]) -> Bool {
        switch marker {
        case Marker.app1 where content.starts(with: Self.exifHeader):
            blocks.exif = blocks.exif ?? content
            return true
        case Marker.app1 where content.starts(with: Self.xmpHeader):
            blocks.xmp = blocks.xmp ?? Array(content.dropFirst(Self.xmpHeader.count))
            return true
        case Marker.app1 where content.starts(with: Self.extensionHeader):
            keepExtension(MemoryBytes(Array(content.dropFirst(Self.extensionHeader.count))))
            return true
        case Marker.photoshop where content.starts(with: PhotoshopResources.header):
            // Resources go on from one segment to the next.
            if resources.count <= MetadataBlocks.largest {
                resources += content.dropFirst(PhotoshopResources.header.count)
            }
            return true
        case Marker.profile where content.starts(with: Array("ICC_PROFILE\0".utf8)):
            picture.hasProfile = true
        case Marker.jumbf where String(decoding: content.prefix(96), as: UTF8.self).contains("c2pa"):
            isSigned = true
        case Marker.jfif where content.starts(with: Array("JFIF\0".utf8)):
            readDensity(MemoryBytes(content))
        case 0xC0...0xCF where ![0xC4, 0xC8, 0xCC].contains(marker) && content.count >= 6:
            picture.height = Int(content[1]) << 8 | Int(content[2])
            picture.width = Int(content[3]) << 8 | Int(content[4])
            picture.jpegComponents = Int(content[5])
        default: break
        }
        return false
    }

    /// JFIF 1.02: units 1 is inch, 2 centimetre, 0 the pixels' shape only.
    private mutating func readDensity(_ content: MemoryBytes) {
        guard let unit = content.integer(at: 7, bytes: 1, .big), unit == 1 || unit == 2,
            let x = content.integer(at: 8, bytes: 2, .big), let y = content.integer(at: 10, bytes: 2, .big), x > 0,
            y > 0
        else { return }
        picture.resolution = .init(
            x: Ratio(numerator: UInt32(x), denominator: 1), y: Ratio(numerator: UInt32(y), denominator: 1),
            unit: unit + 1)
    }

    private mutating func keepExtension(_ content: MemoryBytes) {
        guard let digest = content.bytes(at: 0, count: 32), let whole = content.integer(at: 32, bytes: 4, .big),
            let offset = content.integer(at: 36, bytes: 4, .big),
            extensionBytes + content.count <= MetadataBlocks.largest
        else { return }
        extensionBytes += content.count
        extensions[String(decoding: digest, as: UTF8.self), default: []].append(
            (offset, whole, Array(content.content.dropFirst(40))))
    }

    /// The parts put together; nil unless they fit without a gap.
    private static func joined(_ parts: [(offset: Int, whole: Int, part: [UInt8])]) -> [UInt8]? {
        var bytes: [UInt8] = []
        for part in parts.sorted(by: { $0.offset < $1.offset }) {
            guard part.offset == bytes.count, part.part.count <= part.whole - bytes.count else { return nil }
            bytes += part.part
        }
        return bytes.count == parts.first?.whole ? bytes : nil
    }

    package func rewritten(with metadata: Metadata) throws(MetadataError) -> [Piece] {
        guard !isSigned else { throw .signed(file: file) }
        let exif = EXIFBlock(metadata, of: picture, room: Self.room - Self.exifHeader.count).bytes
        var segments = Self.segment(Marker.app1, Self.exifHeader + exif)
        let (main, extended) = XMPPacket(metadata).parts(limit: Self.room - Self.xmpHeader.count)
        segments += Self.segment(Marker.app1, Self.xmpHeader + main)
        if let extended {
            for start in stride(from: 0, to: extended.bytes.count, by: Self.extensionRoom) {
                let part = extended.bytes[start..<min(start + Self.extensionRoom, extended.bytes.count)]
                let head =
                    Array(extended.digest.utf8) + extended.bytes.count.bigEndianBytes(4) + start.bigEndianBytes(4)
                segments += Self.segment(Marker.app1, Self.extensionHeader + head + part)
            }
        }
        if let iptc = IPTCRecord(metadata) {
            let resources = PhotoshopResources.resources(iptc: iptc.bytes)
            let room = Self.room - PhotoshopResources.header.count
            for start in stride(from: 0, to: resources.count, by: room) {
                let part = resources[start..<min(start + room, resources.count)]
                segments += Self.segment(Marker.photoshop, PhotoshopResources.header + part)
            }
        }
        return [.copied(0..<place), .new(segments)] + kept
    }

    private static func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
        [0xFF, marker] + (content.count + 2).bigEndianBytes(2) + content
    }
}
