/// One directory of a TIFF structure, classic or BigTIFF, in either byte order: of a TIFF file or of an Exif block.
/// - SeeAlso: TIFF 6.0 section 2; the BigTIFF design of libtiff.
package struct TIFFDirectory<Source: RandomBytes> {
    private struct Entry {
        var type: Int
        var count: Int
        /// Where its content lies.
        var offset: Int
        var bytes: Int
    }

    package let order: ByteOrder
    private let source: Source
    /// BigTIFF, whose counts and offsets have 64 bits.
    private let isBig: Bool
    private var entries: [Int: Entry] = [:]

    /// The first directory. Nil when this is no TIFF structure.
    package init?(_ source: Source) {
        let order: ByteOrder
        switch source.bytes(at: 0, count: 2) {
        case [0x49, 0x49]: order = .little
        case [0x4D, 0x4D]: order = .big
        default: return nil
        }
        let version = source.integer(at: 2, bytes: 2, order)
        guard version == 42 || (version == 43 && source.integer(at: 4, bytes: 2, order) == 8),
            let start = source.integer(at: version == 43 ? 8 : 4, bytes: version == 43 ? 8 : 4, order)
        else { return nil }
        self.init(source, order: order, isBig: version == 43, at: start)
    }

    private init?(_ source: Source, order: ByteOrder, isBig: Bool, at start: Int) {
        (self.source, self.order, self.isBig) = (source, order, isBig)
        let (countBytes, entryBytes, wordBytes) = isBig ? (8, 20, 8) : (2, 12, 4)
        guard let count = source.integer(at: start, bytes: countBytes, order), count <= 65_535 else { return nil }
        for index in 0..<count {
            let place = start + countBytes + index * entryBytes
            guard let tag = source.integer(at: place, bytes: 2, order),
                let type = source.integer(at: place + 2, bytes: 2, order),
                let number = source.integer(at: place + 4, bytes: wordBytes, order),
                source.bytes(at: place + 4 + wordBytes, count: wordBytes) != nil
            else { return nil }
            let (bytes, isTooLong) = number.multipliedReportingOverflow(by: Self.bytes(ofType: type))
            guard !isTooLong else { continue }
            let inside = place + 4 + wordBytes
            // A content that does not fit in the entry lies elsewhere.
            let offset = bytes <= wordBytes ? inside : source.integer(at: inside, bytes: wordBytes, order)
            // The first of two equal tags counts, as for other readers.
            if let offset, entries[tag] == nil {
                entries[tag] = Entry(type: type, count: number, offset: offset, bytes: bytes)
            }
        }
    }

    /// The directory that a tag points to.
    package func directory(at tag: Int) -> TIFFDirectory? {
        integer(tag).flatMap { TIFFDirectory(source, order: order, isBig: isBig, at: $0) }
    }

    /// A tag's content whole. Nil when it is missing, lies outside or is larger than metadata is.
    package func bytes(_ tag: Int) -> [UInt8]? {
        guard let entry = entries[tag], entry.bytes <= MetadataBlocks.largest else { return nil }
        return source.bytes(at: entry.offset, count: entry.bytes)
    }

    /// A text up to its first NUL, read as UTF-8; nil when it is empty.
    package func text(_ tag: Int) -> String? {
        guard let entry = entries[tag], entry.type == 2 || entry.type == 7 || entry.type == 1, let bytes = bytes(tag)
        else { return nil }
        let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        return text.isEmpty ? nil : text
    }

    /// The first number of a tag of whole numbers.
    package func integer(_ tag: Int) -> Int? {
        guard let entry = entries[tag], entry.count >= 1, [1, 3, 4, 13, 16, 18].contains(entry.type) else { return nil }
        return source.integer(at: entry.offset, bytes: Self.bytes(ofType: entry.type), order)
    }

    /// The first ratio of a tag.
    package func ratio(_ tag: Int) -> Ratio? {
        guard let entry = entries[tag], entry.count >= 1, entry.type == 5,
            let numerator = source.integer(at: entry.offset, bytes: 4, order),
            let denominator = source.integer(at: entry.offset + 4, bytes: 4, order)
        else { return nil }
        return Ratio(numerator: UInt32(numerator), denominator: UInt32(denominator))
    }

    /// Of one value of each of TIFF 6.0's and BigTIFF's types; 0 for types that are not known here.
    private static func bytes(ofType type: Int) -> Int {
        switch type {
        case 1, 2, 6, 7: 1
        case 3, 8: 2
        case 4, 9, 11, 13: 4
        case 5, 10, 12, 16, 17, 18: 8
        default: 0
        }
    }
}

/// A number as TIFF's RATIONAL has it.
package struct Ratio: Equatable {
    package var numerator, denominator: UInt32
}
