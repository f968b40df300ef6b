import Foundation

/// Whether a JPEG file reaches its end-of-image marker (ITU-T T.81 annex B).
///
/// The decoder fills what is missing with grey and only warns; whether the warning becomes an error depends on when
/// it comes.
struct JPEGExtent {
    let isWhole: Bool

    private enum Marker {
        static let endOfImage: UInt8 = 0xD9
        /// Start of image, restarts and TEM stand alone, without a length.
        static func standsAlone(_ marker: UInt8) -> Bool { (0xD0...0xD8).contains(marker) || marker == 0x01 }
    }

    /// Nil when the file cannot be read.
    init?(of url: URL) {
        guard let bytes = try? Data(contentsOf: url, options: .alwaysMapped) else { return nil }
        isWhole = bytes.withUnsafeBytes { Self.reachesEnd($0) }
    }

    private static func reachesEnd(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var at = 0
        while let marker = marker(in: bytes, from: &at) {
            if marker == Marker.endOfImage { return true }
            if Marker.standsAlone(marker) { continue }
            guard at + 2 <= bytes.count else { return false }
            let length = Int(bytes[at]) << 8 | Int(bytes[at + 1])
            guard length >= 2 else { return false }
            // After a scan's header its data follow, in which FF is stuffed with 00: the next marker ends them.
            at += length
        }
        return false
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
