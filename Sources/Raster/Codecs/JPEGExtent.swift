import Foundation

/// Whether a JPEG file reaches its end-of-image marker (ITU-T T.81 annex B).
///
/// The decoder fills what is missing with grey and only warns; whether the warning becomes an error depends on when
/// it comes.
struct JPEGExtent {
    private(set) var isWhole = false
    /// Whether the decoder warns of the header, though the picture may be sound: bytes that belong to nothing stand
    /// before one of its markers, or its JFIF version is none that libjpeg knows. Some cameras and editors write such
    /// files.
    private(set) var hasOddHeader = false

    private enum Marker {
        static let endOfImage: UInt8 = 0xD9
        static let startOfScan: UInt8 = 0xDA
        static let app0: UInt8 = 0xE0
        /// Start of image, restarts and TEM stand alone, without a length.
        static func standsAlone(_ marker: UInt8) -> Bool { (0xD0...0xD8).contains(marker) || marker == 0x01 }
    }

    /// Nil when the file cannot be read.
    init?(of url: URL) {
        guard let bytes = try? Data(contentsOf: url, options: .alwaysMapped) else { return nil }
        bytes.withUnsafeBytes { read($0) }
    }

    private mutating func read(_ bytes: UnsafeRawBufferPointer) {
        var (at, isInHeader) = (0, true)
        while true {
            let start = at
            guard let marker = Self.marker(in: bytes, from: &at) else { return }
            if isInHeader, bytes[start] != 0xFF { hasOddHeader = true }
            if marker == Marker.endOfImage {
                isWhole = true
                return
            }
            if Marker.standsAlone(marker) { continue }
            guard at + 2 <= bytes.count else { return }
            let length = Int(bytes[at]) << 8 | Int(bytes[at + 1])
            guard length >= 2 else { return }
            if marker == Marker.app0, Self.isUnknownJFIF(bytes, at: at + 2) { hasOddHeader = true }
            if marker == Marker.startOfScan { isInHeader = false }
            // After a scan's header its data follow, in which FF is stuffed with 00: the next marker ends them.
            at += length
        }
    }

    /// Whether a segment's content begins with JFIF's name and a version other than 1.
    private static func isUnknownJFIF(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
        let name: [UInt8] = [0x4A, 0x46, 0x49, 0x46, 0]
        guard start + name.count < bytes.count, bytes[start...].starts(with: name) else { return false }
        return bytes[start + name.count] != 1
    }

    /// The next marker's code; `at` then lies behind it. Fill bytes and stuffed ones are passed over.
    private static func marker(in bytes: UnsafeRawBufferPointer, from at: inout Int) -> UInt8? {
        while at < bytes.count {
            guard let base = bytes.baseAddress, let found = memchr(base + at, 0xFF, bytes.count - at) else {
                return nil
            }
            at = base.distance(to: UnsafeRawPointer(found)) + 1
            while at < bytes.count, bytes[at] == 0xFF { at += 1 }
            guard at < bytes.count else { return nil }
            let code = bytes[at]
            at += 1
            if code != 0 { return code }
        }
        return nil
    }
}
