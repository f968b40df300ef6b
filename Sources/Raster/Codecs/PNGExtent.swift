import CDeflate
import Foundation

/// What a PNG file's chunks say (PNG, third edition, §5): whether they reach the end, and what libpng does not pass on.
struct PNGExtent {
    /// Whether the chunks reach IEND, with nothing of it missing. Bytes behind it do no harm.
    private(set) var isWhole = false
    /// Bits a channel; of the palette where there is one.
    private(set) var depth: Int?
    /// The ICC profile; empty when it is there but cannot be unpacked. libpng drops profiles that it finds fault with,
    /// and the picture would count as one without any.
    private(set) var profile: [UInt8]?

    private static let signatureLength = 8
    /// Of a chunk's length, name and checksum.
    private static let (lengthBytes, nameBytes, checksumBytes) = (4, 4, 4)
    /// A few packed bytes can claim to be a profile of any size. Table profiles for presses have one to four megabytes.
    private static let longestProfile = 1 << 25

    /// Nil when the file cannot be read.
    init?(of url: URL) {
        guard let bytes = try? Data(contentsOf: url, options: .alwaysMapped) else { return nil }
        bytes.withUnsafeBytes { read($0) }
    }

    private mutating func read(_ bytes: UnsafeRawBufferPointer) {
        var at = Self.signatureLength
        let overhead = Self.lengthBytes + Self.nameBytes + Self.checksumBytes
        while at <= bytes.count - overhead {
            let length = bytes[at..<at + Self.lengthBytes].reduce(0) { $0 << 8 | Int($1) }
            let start = at + Self.lengthBytes + Self.nameBytes
            let end = start + length
            guard end <= bytes.count - Self.checksumBytes else { return }
            let content = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            switch String(decoding: bytes[start - Self.nameBytes..<start], as: UTF8.self) {
            case "IHDR" where length >= 10:
                let isPalette = content[9] == 3
                depth = isPalette ? 8 : Int(content[8])
            case "iCCP" where profile == nil: profile = Self.profile(in: content) ?? []
            case "IEND":
                isWhole = true
                return
            default: break
            }
            at = end + Self.checksumBytes
        }
    }

    /// From a name, a zero, the method (0) and a stream in the ZLIB format.
    private static func profile(in chunk: UnsafeRawBufferPointer) -> [UInt8]? {
        guard let zero = chunk.firstIndex(of: 0), zero + 2 < chunk.count, chunk[zero + 1] == 0,
            let decompressor = libdeflate_alloc_decompressor()
        else { return nil }
        defer { libdeflate_free_decompressor(decompressor) }
        let packed = UnsafeRawBufferPointer(rebasing: chunk[(zero + 2)...])
        var capacity = 1 << 16
        while capacity <= longestProfile {
            var state = LIBDEFLATE_SUCCESS
            let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                state = libdeflate_zlib_decompress(
                    decompressor, packed.baseAddress, packed.count, buffer.baseAddress, capacity, &count)
                if state != LIBDEFLATE_SUCCESS { count = 0 }
            }
            guard state == LIBDEFLATE_INSUFFICIENT_SPACE else { return state == LIBDEFLATE_SUCCESS ? bytes : nil }
            capacity *= 8
        }
        return nil
    }
}
