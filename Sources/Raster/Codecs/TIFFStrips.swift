import CKernels
import Synchronization

/// The compressed strips of a TIFF file (Deflate after horizontal differencing), made on all cores.
struct TIFFStrips {
    /// Small enough for readers that hold one strip, large enough to compress well.
    static let rows = 64
    /// Strips that are in memory at once.
    private static let batch = 16

    let size: PixelSize
    let channels: Int
    let codes: [UInt16]

    var count: Int { (size.height + Self.rows - 1) / Self.rows }

    /// Hands `write` every strip in turn, from the first, until it says no. False when it did, or when memory
    /// was missing.
    func write(with write: (Int, [UInt8]) -> Bool) -> Bool {
        for first in stride(from: 0, to: count, by: Self.batch) {
            let indices = first..<min(count, first + Self.batch)
            let done = Mutex([[UInt8]](repeating: [], count: indices.count))
            Rows.parallel(indices.count, band: 1) { places in
                for place in places {
                    let strip = compressed(indices.lowerBound + place)
                    done.withLock { $0[place] = strip }
                }
            }
            let strips = done.withLock { $0 }
            for (index, strip) in zip(indices, strips) where strip.isEmpty || !write(index, strip) { return false }
        }
        return true
    }

    /// Empty when there is no memory for it.
    private func compressed(_ index: Int) -> [UInt8] {
        guard let deflater = Deflater() else { return [] }
        let first = index * Self.rows
        let rows = min(Self.rows, size.height - first)
        let rowLength = size.width * channels
        let differences = [UInt16](unsafeUninitializedCapacity: rows * rowLength) { buffer, count in
            codes.withUnsafeBufferPointer { codes in
                guard let from = codes.baseAddress, let to = buffer.baseAddress else { return }
                for row in 0..<rows {
                    kernel_difference(from + (first + row) * rowLength, to + row * rowLength, size.width, channels)
                }
            }
            count = rows * rowLength
        }
        return differences.withUnsafeBytes { deflater.compressed($0) }
    }
}
