import Foundation

/// Whether a TIFF file is as long as its first directory says.
///
/// libtiff passes over a tag whose content lies beyond the end of the file with a warning. When that tag is the colour
/// profile, a picture that was cut short would open with wrong colours instead of an error.
/// Tags, types and values as in TIFF 6.0.
struct TIFFExtent {
    private let bytes: Data
    private let isBigEndian: Bool
    /// BigTIFF, whose counts and offsets have 64 bits.
    private let isBig: Bool
    private var entries: [Int: Entry] = [:]
    /// Whether the first directory, all that its entries point to, and the strips or tiles that these name lie inside
    /// the file.
    private(set) var isWhole = false

    private struct Entry {
        var type: Int
        var count: Int
        /// Of the first value.
        var place: Int
    }

    private enum Tag {
        static let (bitsPerSample, compression, photometric, sampleFormat) = (258, 259, 262, 339)
        /// Offsets and byte counts.
        static let (strips, tiles) = ((273, 279), (324, 325))
    }

    private static let (uncompressed, palette, floatingPoint) = (1, 3, 3)
    /// Bits a sample that libvips reads, as whole numbers and as floating point.
    private static let (readable, readableFloatingPoint) = ([1, 2, 4, 8, 16, 32], [32])

    /// Nil when the file cannot be mapped or does not begin like a TIFF file.
    init?(of url: URL) {
        guard let bytes = try? Data(contentsOf: url, options: .alwaysMapped), bytes.count >= 8,
            let order = String(bytes: bytes.prefix(2), encoding: .ascii), order == "II" || order == "MM"
        else { return nil }
        self.bytes = bytes
        isBigEndian = order == "MM"
        isBig = bytes[isBigEndian ? 3 : 2] == 43
        isWhole = readDirectory() && holds(Tag.strips) && holds(Tag.tiles)
    }

    /// Bits a channel; nil for a palette, whose colours have their own.
    var depth: Int? { value(of: Tag.photometric) == Self.palette ? nil : bitsPerSample }

    /// Names the kind of samples when libvips has no place for it, which it would tell as damage; else nil.
    var unsupportedValues: String? {
        let bits = bitsPerSample
        let isFloating = value(of: Tag.sampleFormat) == Self.floatingPoint
        guard !(isFloating ? Self.readableFloatingPoint : Self.readable).contains(bits) else { return nil }
        return "\(bits)-bit \(isFloating ? "floating-point " : "")values"
    }

    private var bitsPerSample: Int { value(of: Tag.bitsPerSample) ?? 1 }

    private func value(of tag: Int) -> Int? { entries[tag].flatMap { value(0, of: $0) } }

    private func value(_ index: Int, of entry: Entry) -> Int? {
        let bytes = Self.bytes(ofType: entry.type)
        return index < entry.count ? integer(at: entry.place + index * bytes, bytes: bytes) : nil
    }

    /// Whether the parts that hold the pixels lie inside the file. A single part without compression may be said to be
    /// longer than it is: libtiff reckons its length anew.
    private func holds(_ tags: (offsets: Int, counts: Int)) -> Bool {
        guard let offsets = entries[tags.offsets], let counts = entries[tags.counts] else { return true }
        let isPlain = value(of: Tag.compression) ?? Self.uncompressed == Self.uncompressed
        guard offsets.count > 1 || !isPlain else { return true }
        return (0..<min(offsets.count, counts.count)).allSatisfy { index in
            guard let offset = value(index, of: offsets), let count = value(index, of: counts) else { return false }
            return count <= bytes.count && offset <= bytes.count - count
        }
    }

    /// False when the directory, or what an entry points to, is not all there.
    private mutating func readDirectory() -> Bool {
        let (countBytes, entryBytes, wordBytes) = isBig ? (8, 20, 8) : (2, 12, 4)
        guard let start = integer(at: wordBytes, bytes: wordBytes), let count = integer(at: start, bytes: countBytes),
            count <= 65_535
        else { return false }
        for index in 0..<count {
            let entry = start + countBytes + index * entryBytes
            let content = entry + 4 + wordBytes
            guard content <= bytes.count - wordBytes, let tag = integer(at: entry, bytes: 2),
                let type = integer(at: entry + 2, bytes: 2), let number = integer(at: entry + 4, bytes: wordBytes)
            else { return false }
            let (length, isTooLong) = number.multipliedReportingOverflow(by: Self.bytes(ofType: type))
            guard !isTooLong, length <= bytes.count else { return false }
            // What fits stands in the entry itself.
            var place = content
            if length > wordBytes {
                guard let offset = integer(at: content, bytes: wordBytes), offset <= bytes.count - length else {
                    return false
                }
                place = offset
            }
            entries[tag] = Entry(type: type, count: number, place: place)
        }
        return true
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

    /// Nil beyond the end, and for numbers that no offset can be.
    private func integer(at offset: Int, bytes count: Int) -> Int? {
        guard offset >= 0, offset <= bytes.count - count else { return nil }
        var value: UInt64 = 0
        for index in 0..<count {
            value = value << 8 | UInt64(bytes[offset + (isBigEndian ? index : count - 1 - index)])
        }
        return value <= UInt64(Int.max >> 1) ? Int(value) : nil
    }
}
