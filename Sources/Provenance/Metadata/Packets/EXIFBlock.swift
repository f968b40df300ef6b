/// An Exif block: a TIFF structure of two directories, little endian, without the header `Exif` and two zeros.
///
/// Texts are UTF-8 though their type is ASCII: Exif 2 has no other type for them, Exif 3 allows it, and exiftool, exiv2
/// and browsers read it. The moment stands in UTC with its offset.
/// - SeeAlso: Exif 2.32, section 4.6.
package struct EXIFBlock {
    package enum Tag {
        package static let imageDescription = 270
        package static let orientation = 274
        package static let xResolution = 282
        package static let yResolution = 283
        package static let resolutionUnit = 296
        package static let software = 305
        package static let dateTime = 306
        package static let artist = 315
        package static let yCbCrPositioning = 531
        package static let copyright = 33_432
        package static let exifDirectory = 34_665
        package static let exifVersion = 0x9000
        package static let dateTimeOriginal = 0x9003
        package static let dateTimeDigitized = 0x9004
        package static let offsetTime = 0x9010
        package static let offsetTimeOriginal = 0x9011
        package static let offsetTimeDigitized = 0x9012
        package static let componentsConfiguration = 0x9101
        package static let flashpixVersion = 0xA000
        package static let colorSpace = 0xA001
        package static let pixelXDimension = 0xA002
        package static let pixelYDimension = 0xA003
    }

    package let bytes: [UInt8]

    /// - Parameters:
    ///   - metadata: tidied.
    ///   - room: bytes that the block may take. In at least 65,000 every block fits, with its texts cut if need be.
    package init(_ metadata: Metadata, of picture: PictureFacts, room: Int = .max) {
        let whole = Self.serialized(metadata, picture)
        guard whole.count > room else {
            bytes = whole
            return
        }
        var short = metadata
        short.description = metadata.description.map { Self.cut($0, of: .description) }
        short.artist = metadata.artist.map { Self.cut($0, of: .artist) }
        short.copyright = metadata.copyright.map { Self.cut($0, of: .copyright) }
        short.creatorTool = metadata.creatorTool.map { Self.cut($0, of: .creatorTool) }
        bytes = Self.serialized(short, picture)
    }

    /// What of a text is left where a block has room for 64 KiB only (JPEG, AVIF) and does not fit.
    package static func cut(_ text: String, of field: Metadata.Field) -> String {
        text.cut(toBytes: field == .description ? 60_000 : 1_500)
    }

    private static func serialized(_ metadata: Metadata, _ picture: PictureFacts) -> [UInt8] {
        let time = metadata.created.flatMap(UTCTime.init(secondsSince1970:))
        let resolution = picture.resolution ?? .unknown
        var first: [Entry] = [
            .short(Tag.orientation, picture.orientation), .ratio(Tag.xResolution, resolution.x),
            .ratio(Tag.yResolution, resolution.y), .short(Tag.resolutionUnit, resolution.unit),
        ]
        first += [
            (Tag.imageDescription, metadata.description), (Tag.software, metadata.creatorTool),
            (Tag.dateTime, time?.exif), (Tag.artist, metadata.artist), (Tag.copyright, metadata.copyright),
        ].compactMap { tag, text in text.map { .text(tag, $0) } }
        var second: [Entry] = [
            .raw(Tag.exifVersion, Array("0232".utf8)), .raw(Tag.flashpixVersion, Array("0100".utf8)),
            .short(Tag.colorSpace, picture.hasProfile ? 0xFFFF : 1),
            .long(Tag.pixelXDimension, picture.width), .long(Tag.pixelYDimension, picture.height),
        ]
        if let time {
            second += [Tag.dateTimeOriginal, Tag.dateTimeDigitized].map { .text($0, time.exif) }
            second += [Tag.offsetTime, Tag.offsetTimeOriginal, Tag.offsetTimeDigitized].map { .text($0, "+00:00") }
        }
        if let components = picture.jpegComponents {
            // 1: centred, what JFIF means. Y Cb Cr, or Y alone.
            first.append(.short(Tag.yCbCrPositioning, 1))
            second.append(.raw(Tag.componentsConfiguration, components >= 3 ? [1, 2, 3, 0] : [1, 0, 0, 0]))
        }
        let header: [UInt8] = [0x49, 0x49, 42, 0, 8, 0, 0, 0]
        first.append(.long(Tag.exifDirectory, 0))
        // The length does not depend on where the second directory lies.
        let place = header.count + directory(first, at: header.count).count
        first[first.count - 1] = .long(Tag.exifDirectory, place)
        return header + directory(first, at: header.count) + directory(second, at: place)
    }

    private struct Entry {
        var tag, type, count: Int
        var content: [UInt8]

        static func text(_ tag: Int, _ text: String) -> Entry {
            let content = Array(text.utf8) + [0]
            return Entry(tag: tag, type: 2, count: content.count, content: content)
        }
        static func raw(_ tag: Int, _ content: [UInt8]) -> Entry {
            Entry(tag: tag, type: 7, count: content.count, content: content)
        }
        static func short(_ tag: Int, _ value: Int) -> Entry {
            Entry(tag: tag, type: 3, count: 1, content: value.littleEndianBytes(2))
        }
        static func long(_ tag: Int, _ value: Int) -> Entry {
            Entry(tag: tag, type: 4, count: 1, content: value.littleEndianBytes(4))
        }
        static func ratio(_ tag: Int, _ value: Ratio) -> Entry {
            let content = Int(value.numerator).littleEndianBytes(4) + Int(value.denominator).littleEndianBytes(4)
            return Entry(tag: tag, type: 5, count: 1, content: content)
        }
    }

    /// The entries by their tags, then what does not fit in them, each at an even place.
    private static func directory(_ entries: [Entry], at start: Int) -> [UInt8] {
        var table = entries.count.littleEndianBytes(2)
        var contents: [UInt8] = []
        let contentStart = start + 2 + entries.count * 12 + 4
        for entry in entries.sorted(by: { $0.tag < $1.tag }) {
            table += entry.tag.littleEndianBytes(2) + entry.type.littleEndianBytes(2) + entry.count.littleEndianBytes(4)
            if entry.content.count <= 4 {
                table += entry.content + [UInt8](repeating: 0, count: 4 - entry.content.count)
            } else {
                table += (contentStart + contents.count).littleEndianBytes(4)
                contents += entry.content
                if contents.count % 2 == 1 { contents.append(0) }
            }
        }
        return table + [0, 0, 0, 0] + contents
    }
}
