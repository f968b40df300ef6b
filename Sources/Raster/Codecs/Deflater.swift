import CDeflate

/// One stream of the ZLIB format (RFC 1950) at a time.
final class Deflater {
    /// libdeflate's own default: a tenth of its highest level's time for a few percent more space.
    private static let level: Int32 = 6

    private let compressor: OpaquePointer

    init?() {
        guard let compressor = libdeflate_alloc_compressor(Self.level) else { return nil }
        self.compressor = compressor
    }

    deinit { libdeflate_free_compressor(compressor) }

    func compressed(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        let bound = libdeflate_zlib_compress_bound(compressor, bytes.count)
        return [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
            count = libdeflate_zlib_compress(compressor, bytes.baseAddress, bytes.count, buffer.baseAddress, bound)
        }
    }
}
