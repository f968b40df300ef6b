import CKernels
import Raster

/// `blend: multiband`: each octave of detail is joined over a width of its own scale.
/// - SeeAlso: Burt and Adelson, A Multiresolution Spline With Application to Image Mosaics (1983).
package enum MultibandBlend {
    /// Smallest side at which halving stops.
    private static let smallest = 8

    /// - Parameters:
    ///   - over, under: linear RGB of one size.
    ///   - mask: 1 where `over` shows.
    /// - Returns: the joined picture; where both pictures agree it is that picture.
    package static func blended(_ over: Raster, _ under: Raster, mask: Mask) -> Raster {
        let (a, b) = (over, under)
        var masks = [Raster(mask)]
        var (overLevels, underLevels) = ([a], [b])
        while min(masks[masks.count - 1].width, masks[masks.count - 1].height) / 2 >= smallest {
            masks.append(masks[masks.count - 1].halved())
            overLevels.append(overLevels[overLevels.count - 1].halved())
            underLevels.append(underLevels[underLevels.count - 1].halved())
        }
        let last = masks.count - 1
        var result = mixed(overLevels[last], underLevels[last], masks[last])
        for level in (0..<last).reversed() {
            let size = masks[level].size
            let upper = overLevels[level] - overLevels[level + 1].doubled(to: size)
            let lower = underLevels[level] - underLevels[level + 1].doubled(to: size)
            result = result.doubled(to: size) + mixed(upper, lower, masks[level])
        }
        return result
    }

    private static func mixed(_ over: Raster, _ under: Raster, _ mask: Raster) -> Raster {
        under + (over - under) * mask
    }
}

extension Raster {
    private static var taps: [Float] { [0.375, 0.25, 0.0625] }

    /// Filtered by 1-4-6-4-1 both ways, every second pixel kept.
    fileprivate func halved() -> Raster {
        let smooth = filtered(Self.taps)
        let half = PixelSize(width: (width + 1) / 2, height: (height + 1) / 2)
        return smooth.byRows(half) { from, to, rows in
            kernel_take_even(from, width, channels, to, half.width, rows.lowerBound, rows.upperBound)
        }
    }

    /// Zeros between the pixels, filtered by 1-4-6-4-1 both ways and four times as bright.
    fileprivate func doubled(to size: PixelSize) -> Raster {
        byRows(size) { from, to, rows in
            kernel_double(from, width, height, channels, to, size.width, rows.lowerBound, rows.upperBound)
        }
    }
}
