import Foundation

/// Whether a TIFF file is as long as its first directory says.
///
/// libtiff passes over a tag whose content lies beyond the end of the file with a warning. When that tag is the colour
/// profile, a picture that was cut short would open with wrong colours instead of an error.
struct TIFFExtent {
    private let bytes: Data
    private let isBigEndian: Bool
    /// BigTIFF, whose counts and offsets have 64 bits.
    private let isBig: Bool

    /// Nil when the file cannot be mapped or does not begin like a TIFF file.
    init?(of url: URL) {
        guard let bytes = try? Data(contentsOf: url, options: .alwaysMapped), bytes.count >= 8,
            let order = String(bytes: bytes.prefix(2), encoding: .ascii), order == "II" || order == "MM"
        else { return nil }
        self.bytes = bytes
        isBigEndian = order == "MM"
        isBig = bytes[isBigEndian ? 3 : 2] == 43
    }

    /// Whether the first directory and all that its entries point to lie inside the file.
    var isWhole: Bool {
        let (countBytes, entryBytes, wordBytes) = isBig ? (8, 20, 8) : (2, 12, 4)
        guard let start = integer(at: wordBytes, bytes: wordBytes), let count = integer(at: start, bytes: countBytes),
            count <= 65_535
        else { return false }
        return (0..<count).allSatisfy { index in
            let entry = start + countBytes + index * entryBytes
            guard let type = integer(at: entry + 2, bytes: 2), let number = integer(at: entry + 4, bytes: wordBytes),
                let content = integer(at: entry + 4 + wordBytes, bytes: wordBytes)
            else { return false }
            let (length, isTooLong) = number.multipliedReportingOverflow(by: Self.bytes(ofType: type))
            return !isTooLong && (length <= wordBytes || (length <= bytes.count && content <= bytes.count - length))
        }
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
        let part = bytes[offset..<offset + count]
        let value = (isBigEndian ? Array(part) : part.reversed()).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return value <= UInt64(Int.max >> 1) ? Int(value) : nil
    }
}
