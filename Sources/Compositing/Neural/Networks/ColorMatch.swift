import Raster

/// Brings a deep swapper's picture near the colours of the target's crop, the more the likelier their hues are alike.
///
/// FaceFusion carries the target's crop towards the swapped one at three ever finer scales and then mixes it in: what
/// is left of the target is its coarse colour. The steps are its; nothing is cut to 8 bits between them.
enum ColorMatch {
    /// Side of the coarsest picture on which colours are compared.
    private static let coarsest = 16.0
    private static let scales = 3

    /// - Parameters:
    ///   - swapped, target: sRGB code values 0 … 1, of one square size.
    static func matched(_ swapped: Raster, to target: Raster) -> Raster {
        let share = Float(HueHistogram.likeness(of: target, swapped))
        let side = swapped.width
        var colored = target
        for scale in 0..<scales {
            let length = coarsest + (Double(side) - coarsest) * Double(scale) / Double(scales)
            // Even, as FaceFusion keeps sizes.
            let even = max(2, Int((length / 2).rounded(.toNearestOrEven)) * 2)
            let difference = colored.averaged(to: even) - swapped.averaged(to: even)
            colored = swapped.combined(with: difference.cubic(to: side)) { min(1, max(0, $0 + $1)) }
        }
        return swapped.combined(with: colored) { $0 * (1 - share) + $1 * share }
    }
}

extension Raster {
    /// A square raster at another side by the mean of what each pixel covers, as OpenCV's INTER_AREA.
    fileprivate func averaged(to side: Int) -> Raster {
        guard side != width else { return self }
        let scale = Double(width) / Double(side)
        return resampled(
            (0..<side).map { place in
                let (from, to) = (Double(place) * scale, min(Double(width), Double(place + 1) * scale))
                let first = Int(from)
                let last = min(width - 1, max(first, Int(to.rounded(.up)) - 1))
                return (first...last).map { pixel in
                    let covered = min(to, Double(pixel + 1)) - max(from, Double(pixel))
                    return PixelShare(pixel: pixel, share: Float(covered / (to - from)))
                }
            })
    }

    /// A square raster at another side by cubics, as OpenCV's INTER_CUBIC (Keys 1981, a = −0.75), its edge repeated.
    fileprivate func cubic(to side: Int) -> Raster {
        guard side != width else { return self }
        let scale = Double(width) / Double(side)
        return resampled(
            (0..<side).map { place in
                let at = (Double(place) + 0.5) * scale - 0.5
                let first = Int(at.rounded(.down))
                let t = at - Double(first)
                return (-1...2).map { step in
                    PixelShare(
                        pixel: min(width - 1, max(0, first + step)), share: Float(cubicWeight(abs(t - Double(step)))))
                }
            })
    }

    /// - Parameter shares: for each row and column of the result what it takes of this raster's.
    private func resampled(_ shares: [[PixelShare]]) -> Raster {
        let (side, channels) = (shares.count, channels)
        var across = Raster(width: side, height: height, channels: channels)
        var result = Raster(width: side, height: side, channels: channels)
        values.withUnsafeBufferPointer { from in
            across.values.withUnsafeMutableBufferPointer { to in
                for y in 0..<height {
                    for (x, taps) in shares.enumerated() {
                        for tap in taps {
                            for c in 0..<channels {
                                to[(y * side + x) * channels + c] +=
                                    from[(y * width + tap.pixel) * channels + c] * tap.share
                            }
                        }
                    }
                }
            }
        }
        let length = side * channels
        across.values.withUnsafeBufferPointer { from in
            result.values.withUnsafeMutableBufferPointer { to in
                for (y, taps) in shares.enumerated() {
                    for tap in taps {
                        for i in 0..<length { to[y * length + i] += from[tap.pixel * length + i] * tap.share }
                    }
                }
            }
        }
        return result
    }
}

private struct PixelShare {
    var pixel: Int
    var share: Float
}

private func cubicWeight(_ x: Double) -> Double {
    let a = -0.75
    return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : ((a * x - 5 * a) * x + 8 * a) * x - 4 * a
}
