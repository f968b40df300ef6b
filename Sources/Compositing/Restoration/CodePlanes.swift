import CKernels
import Foundation
import Raster

/// Part of a photograph's code values, 0…1, as three planes with a margin; beyond the picture its edge is repeated.
struct CodePlanes {
    let box: PixelBox
    let margin: Int
    private let values: [Float]

    private var stride: Int { box.width + 2 * margin }
    private var rows: Int { box.height + 2 * margin }
    private var plane: Int { stride * rows }

    /// - Parameter box: within the picture.
    init(of photograph: Photograph, in box: PixelBox, margin: Int) {
        precondition(box.intersection(PixelBox(photograph.size)) == box, "the box lies inside the picture")
        self.box = box
        self.margin = margin
        let (stride, rows) = (box.width + 2 * margin, box.height + 2 * margin)
        let gathered = Self.gathered(photograph, box: box.expanded(by: margin))
        values = [Float](unsafeUninitializedCapacity: 3 * stride * rows) { buffer, count in
            count = 3 * stride * rows
            guard let start = buffer.baseAddress else { return }
            gathered.withUnsafeBufferPointer { gathered in
                // Safe: each band writes its own rows alone.
                nonisolated(unsafe) let (to, from) = (start, gathered)
                Rows.parallel(rows) { band in
                    for at in band.lowerBound * stride..<band.upperBound * stride {
                        to[at] = from[3 * at]
                        to[rows * stride + at] = from[3 * at + 1]
                        to[2 * rows * stride + at] = from[3 * at + 2]
                    }
                }
            }
        }
    }

    private static func gathered(_ photograph: Photograph, box: PixelBox) -> [Float] {
        let (size, channels) = (photograph.size, photograph.channels)
        return [Float](unsafeUninitializedCapacity: 3 * box.size.area) { buffer, count in
            count = 3 * box.size.area
            guard let start = buffer.baseAddress else { return }
            // Safe: each band writes its own rows alone.
            nonisolated(unsafe) let to = start
            let gather = { (codes: UnsafeRawBufferPointer, unit: Float, kernel: GatherKernel) in
                nonisolated(unsafe) let request = kernel_gather_request(
                    codes: codes.baseAddress, width: size.width, height: size.height, channels: channels, x: box.x,
                    y: box.y, factor: 1, across: box.width, unit: unit)
                nonisolated(unsafe) let kernel = kernel
                Rows.parallel(box.height) { rows in
                    withUnsafePointer(to: request) { kernel($0, to, rows.lowerBound, rows.upperBound) }
                }
            }
            switch photograph.values {
            case .bits8(let codes): codes.withUnsafeBytes { gather($0, 1 / 255, kernel_gather_8) }
            case .bits16(let codes): codes.withUnsafeBytes { gather($0, 1 / 65535, kernel_gather_16) }
            }
        }
    }

    /// The standard deviation of the noise, in code values of 0…1.
    ///
    /// Immerkær's mask (1996, "Fast Noise Variance Estimation") answers to noise and hardly to what is smooth or a
    /// straight edge; the median of its answers over 0.6745 (Donoho and Johnstone 1994) is not moved by the few pixels
    /// that show lashes and hair.
    var noise: Float {
        let (count, scale) = (8192, Float(8192 / 0.25))
        var bins = [UInt32](repeating: 0, count: count)
        values.withUnsafeBufferPointer { values in
            guard let start = values.baseAddress else { return }
            for c in 0..<3 {
                let plane = start + c * plane + margin * stride + margin
                kernel_count_bends(plane, stride, box.width, scale, &bins, count, 1, max(1, box.height - 1))
            }
        }
        let half = bins.reduce(0) { $0 + Int($1) } / 2
        var passed = 0
        for (bin, held) in bins.enumerated() {
            if passed + Int(held) > half {
                // Of the first bin's answers most are 0 where there is no noise.
                let share = Float(half - passed) / Float(held)
                return (Float(bin) + share) / scale / 0.6745
            }
            passed += Int(held)
        }
        return 0
    }

    /// The box without its noise, interleaved, 0…1: each pixel is the mean of those nearby whose surroundings look
    /// like its own.
    ///
    /// Non-local means (Buades, Coll and Morel 2005; their parameters for colour, IPOL 2011: patches of 3 × 3,
    /// tolerance 0.55 σ), in code values, where a tone curve makes the noise of light about the same in dark and
    /// bright parts, as a square root would.
    /// - Parameter sigma: of the noise, above 0.
    func denoised(sigma: Float) -> Raster {
        precondition(margin >= Self.margin, "patches of the edge need a margin")
        let inset = margin - Self.margin
        let size = box.size
        var values = [Float](repeating: 0, count: size.area * 3)
        self.values.withUnsafeBufferPointer { from in
            values.withUnsafeMutableBufferPointer { result in
                guard let start = from.baseAddress, let result = result.baseAddress else { return }
                let request = kernel_denoise_request(
                    in: start + inset * stride + inset, stride: stride, plane: plane, width: size.width,
                    search: Self.search, patch: Self.patch, sigma: sigma, tolerance: 0.55)
                // Safe: each band writes its own rows alone.
                nonisolated(unsafe) let (to, how) = (result, request)
                Rows.parallel(size.height) { rows in
                    withUnsafePointer(to: how) { how in
                        withUnsafeTemporaryAllocation(of: Float.self, capacity: kernel_denoise_scratch(how)) {
                            kernel_denoise(how, $0.baseAddress, to, rows.lowerBound, rows.upperBound)
                        }
                    }
                }
            }
        }
        return Raster(width: size.width, height: size.height, channels: 3, values: values)
    }

    /// Pixels that `denoised` needs around the box.
    static let margin = search + patch
    /// Ten pixels each way in the paper; five keep nearly all of it at a quarter of the time.
    private static let search = 5
    private static let patch = 1
}

private typealias GatherKernel = (UnsafePointer<kernel_gather_request>?, UnsafeMutablePointer<Float>?, Int, Int) -> Void
