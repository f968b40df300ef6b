import CKernels
import Foundation
import Raster

extension Raster {
    /// OpenCV's `GaussianBlur` with a kernel size of 0: the picture is mirrored at its edges, and the filter is cut
    /// where OpenCV cuts that of float pictures, or of 8-bit ones.
    /// - Parameter sigma: pixels, above 0.
    package func smoothed(sigma: Double, cut: FilterCut = .float) -> Raster {
        let taps = cut.taps(sigma: sigma)
        let across = byRows(size) { from, to, rows in
            kernel_mirror_rows(from, width, channels, taps, taps.count - 1, to, rows.lowerBound, rows.upperBound)
        }
        return across.byRows(size) { from, to, rows in
            kernel_mirror_columns(
                from, width * channels, height, taps, taps.count - 1, to, rows.lowerBound, rows.upperBound)
        }
    }

    /// OpenCV's `erode` of a plane with the ellipse of 3 × 3, which is a cross.
    package func eroded() -> Raster {
        precondition(channels == 1, "a plane is eroded")
        return byRows(size) { from, to, rows in
            kernel_erode_cross(from, width, height, to, rows.lowerBound, rows.upperBound)
        }
    }
}

/// Where OpenCV cuts a Gaussian whose size it chooses: at four sigma, or at three for 8-bit pictures.
package enum FilterCut {
    case float, bits8

    /// Half of the normalised filter, centre first.
    func taps(sigma: Double) -> [Float] {
        let reach: Double = self == .float ? 4 : 3
        let size = Int((sigma * reach * 2 + 1).rounded(.toNearestOrEven)) | 1
        let raw = (0...size / 2).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
        let sum = raw[0] + 2 * raw.dropFirst().reduce(0, +)
        return raw.map { Float($0 / sum) }
    }
}
