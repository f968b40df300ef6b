import CKernels
import Foundation

extension Raster {
    /// The mean of `factor` × `factor` blocks; the last column and row average the pixels that they have.
    package func shrunk(by factor: Int) -> Raster {
        guard factor > 1 else { return self }
        return byRows(Self.shrunkSize(of: size, by: factor)) { from, to, rows in
            kernel_shrink(from, width, height, channels, factor, to, rows.lowerBound, rows.upperBound)
        }
    }

    /// The size of what `shrunk(by:)` gives.
    package static func shrunkSize(of size: PixelSize, by factor: Int) -> PixelSize {
        PixelSize(width: (size.width + factor - 1) / factor, height: (size.height + factor - 1) / factor)
    }

    /// Bilinear enlargement to `size`, undoing `shrunk(by: factor)`.
    package func enlarged(by factor: Int, to size: PixelSize) -> Raster {
        guard factor > 1 else { return self }
        return byRows(size) { from, to, rows in
            kernel_enlarge(from, size.width, size.height, channels, factor, to, rows.lowerBound, rows.upperBound)
        }
    }

    /// A Gaussian of `sigma` pixels, edges repeated. Wide ones run on a shrunk copy, where nothing that passes the
    /// filter is lost; the variance of shrinking and enlarging is taken off the filter's own.
    package func blurred(sigma: Float) -> Raster {
        guard sigma > 0.05 else { return self }
        let factor = max(1, Int(sigma / 4))
        guard factor > 1 else { return filtered(gaussianTaps(sigma: Double(sigma))) }
        let f = Double(factor)
        let variance = Double(sigma * sigma) - (f * f - 1) / 12 - f * f / 6
        let small = shrunk(by: factor).filtered(gaussianTaps(sigma: variance.squareRoot() / f))
        return small.enlarged(by: factor, to: size)
    }

    /// Rows that are filtered at once: many enough that the rows above and below, which are filtered again for the
    /// next ones, cost little, few enough that what is between both directions takes little memory.
    private static var filterBand: Int { 128 }

    /// The separable filter whose half `taps` is, centre first.
    package func filtered(_ taps: [Float]) -> Raster {
        let (radius, length) = (taps.count - 1, width * channels)
        let made = [Float](unsafeUninitializedCapacity: values.count) { output, filled in
            values.withUnsafeBufferPointer { input in
                guard let from = input.baseAddress, let to = output.baseAddress else { return }
                // Safe: each band writes its own rows alone.
                nonisolated(unsafe) let (source, target) = (from, to)
                Rows.parallel(height, band: Self.filterBand) { rows in
                    let (top, bottom) = (max(0, rows.lowerBound - radius), min(height, rows.upperBound + radius))
                    let count = bottom - top
                    let across = [Float](unsafeUninitializedCapacity: count * length) { across, size in
                        kernel_convolve_rows(
                            source + top * length, width, channels, taps, radius, across.baseAddress, 0, count)
                        size = count * length
                    }
                    kernel_convolve_columns(
                        across, length, count, taps, radius, target + top * length, rows.lowerBound - top,
                        rows.upperBound - top)
                }
            }
            filled = values.count
        }
        return Raster(width: width, height: height, channels: channels, values: made)
    }

    /// A raster of `size` with as many channels as this one (or `planes`), whose rows `kernel` computes from all of
    /// this one's values. The kernel writes every value of its rows.
    package func byRows(
        _ size: PixelSize, planes: Int? = nil,
        _ kernel: (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Range<Int>) -> Void
    ) -> Raster {
        let channels = planes ?? channels
        let count = size.area * channels
        let made = [Float](unsafeUninitializedCapacity: count) { output, filled in
            values.withUnsafeBufferPointer { input in
                guard let from = input.baseAddress, let to = output.baseAddress else { return }
                Rows.parallel(size.height) { kernel(from, to, $0) }
            }
            filled = count
        }
        return Raster(width: size.width, height: size.height, channels: channels, values: made)
    }
}

/// Half of a normalised Gaussian, centre first, cut at four sigma.
package func gaussianTaps(sigma: Double) -> [Float] {
    let radius = max(1, Int((4 * sigma).rounded(.up)))
    let raw = (0...radius).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
    let sum = raw[0] + 2 * raw[1...].reduce(0, +)
    return raw.map { Float($0 / sum) }
}
