import CKernels
import Foundation
import Raster

/// The filters of wide convolutions, moved to where Winograd's algorithm multiplies, one after the other in a file.
enum MovedFilters {
    /// Of every platform's pages: what begins at one can be mapped.
    private static let alignment = 1 << 16
    /// Filters that one core moves in a go.
    private static let batch = 64

    /// - Returns: where each layer's lie; layers that share filters share the place.
    /// - Throws: `InferenceError.unreadable`, `.cannotWrite`.
    static func write(
        _ layers: [WideConvolution], of reader: ONNXReader, to file: URL
    ) throws(InferenceError) -> [ONNXConstant.Place] {
        var places: [ONNXConstant.Place] = []
        let handle: FileHandle
        do {
            try Data().write(to: file)
            handle = try FileHandle(forWritingTo: file)
        } catch {
            throw .cannotWrite(file: file.path, reason: (error as NSError).localizedDescription)
        }
        defer { try? handle.close() }
        var end = 0
        var written: [String: ONNXConstant.Place] = [:]
        for layer in layers {
            if let place = written[layer.filters.name] {
                places.append(place)
                continue
            }
            let filters = try reader.values(of: layer.filters)
            let moved = moved(filters, of: layer)
            let start = (end + alignment - 1) / alignment * alignment
            do {
                try handle.seek(toOffset: UInt64(start))
                try moved.withUnsafeBytes { bytes in
                    guard let base = bytes.baseAddress else { return }
                    let data = Data(
                        bytesNoCopy: UnsafeMutableRawPointer(mutating: base), count: bytes.count, deallocator: .none)
                    try handle.write(contentsOf: data)
                }
            } catch {
                throw .cannotWrite(file: file.path, reason: (error as NSError).localizedDescription)
            }
            let bytes = moved.count * MemoryLayout<Float>.size
            let place = ONNXConstant.Place(file: file.lastPathComponent, offset: start, bytes: bytes)
            written[layer.filters.name] = place
            places.append(place)
            end = start + bytes
        }
        return places
    }

    /// `products` matrices of outputs × inputs.
    static func moved(_ filters: [Float], of layer: WideConvolution) -> [Float] {
        let (outputs, inputs) = (layer.outputs, layer.inputs)
        let count = WinogradForm.products * outputs * inputs
        return [Float](unsafeUninitializedCapacity: count) { moved, filled in
            // Safe: every call writes the rows of its own outputs, and all are done before the buffer is looked at.
            nonisolated(unsafe) let base = moved.baseAddress
            _ = stride(from: 0, to: outputs, by: batch).map { $0 }.concurrentMap { first in
                filters.withUnsafeBufferPointer { filters in
                    WinogradForm.filterMatrix.withUnsafeBufferPointer { transform in
                        guard let base, let from = filters.baseAddress, let matrix = transform.baseAddress else {
                            return
                        }
                        var request = kernel_winograd_request(
                            filters: from, outputs: outputs, inputs: inputs, transform: matrix,
                            side: WinogradForm.values)
                        kernel_winograd_filters(&request, base, first, min(outputs, first + batch))
                    }
                }
            }
            filled = count
        }
    }
}
