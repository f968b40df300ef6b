import CDeflate
import CZstd

/// How the values of an archive master are packed; none loses anything.
public enum TIFFCompression: String, Sendable, CaseIterable {
    /// ZIP with horizontal differencing: every reader knows it.
    case deflate
    /// Zstandard with horizontal differencing: smaller and faster to read, for readers that know it (libtiff 4.0.10).
    case zstd
}

/// Packs one piece after the other; not for two threads at once.
final class Compressor {
    /// On 16-bit photographs after differencing Zstandard's fourth level takes two and a half times as long as
    /// `FastDeflate`, and 5 % less space.
    private static let zstdLevel: Int32 = 4
    /// What is tried where space counts more than time.
    private static let (densestDeflateLevel, densestZstdLevel): (Int32, Int32) = (12, 19)

    private enum Handle {
        case fastDeflate(FastDeflate)
        case deflate(OpaquePointer)
        case zstd(OpaquePointer, level: Int32)
    }

    private let handle: Handle

    /// Nil when there is no memory for it.
    init?(_ compression: TIFFCompression, isDense: Bool = false) {
        switch compression {
        case .deflate where !isDense:
            handle = .fastDeflate(FastDeflate())
        case .deflate:
            guard let compressor = libdeflate_alloc_compressor(Self.densestDeflateLevel) else { return nil }
            handle = .deflate(compressor)
        case .zstd:
            guard let context = ZSTD_createCCtx() else { return nil }
            handle = .zstd(context, level: isDense ? Self.densestZstdLevel : Self.zstdLevel)
        }
    }

    deinit {
        switch handle {
        case .fastDeflate: break
        case .deflate(let compressor): libdeflate_free_compressor(compressor)
        case .zstd(let context, _): ZSTD_freeCCtx(context)
        }
    }

    /// A stream in the ZLIB format (RFC 1950), or a Zstandard frame (RFC 8878); empty when there is no memory for it.
    func compressed(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        switch handle {
        case .fastDeflate(let compressor): return compressor.compressed(bytes)
        case .deflate(let compressor):
            let bound = libdeflate_zlib_compress_bound(compressor, bytes.count)
            return [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
                count = libdeflate_zlib_compress(
                    compressor, bytes.baseAddress, bytes.count, buffer.baseAddress, bound)
            }
        case .zstd(let context, let level):
            let bound = ZSTD_compressBound(bytes.count)
            return [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
                let size = ZSTD_compressCCtx(
                    context, buffer.baseAddress, bound, bytes.baseAddress, bytes.count, level)
                count = ZSTD_isError(size) == 0 ? size : 0
            }
        }
    }
}
