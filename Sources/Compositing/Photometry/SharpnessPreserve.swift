import CKernels
import Foundation
import Raster

/// `sharpness_preserve`: the inserted face keeps the fine detail that the source has at this scale, is never sharper
/// than the photograph around it, and carries that photograph's grain.
package enum SharpnessPreserve {
    /// Detail finer than this share of the face's width is compared and kept.
    private static let fine: Float = 0.006
    /// Most by which lost detail is raised, or surplus lowered.
    private static let change: ClosedRange<Double> = 0.75...1.3
    /// Differences of two faces' spectra below this (ln of energy) are skin, not focus.
    private static let texture = 0.9

    /// - Parameters:
    ///   - pixels: the face after light and colour, linear RGB.
    ///   - face: as rendered, with the target.
    /// - Returns: what was measured, for the work's record.
    package static func apply(
        to pixels: inout Raster, face: RenderedFace, study: FaceStudy, seed: UInt64
    ) -> [String: Double] {
        let core = Core(study)
        let sigma = max(0.8, fine * study.faceWidth * Float(study.factor))
        let blur = defocus(of: face.target, against: pixels, core: core)
        if blur > 0 { pixels = pixels.blurred(sigma: Float(blur)) }

        var kept = 1.0
        if blur == 0 {
            let before = core.energy(of: face.pixels.weighed(by: Relight.luminance), sigma: sigma)
            let after = core.energy(of: pixels.weighed(by: Relight.luminance), sigma: sigma)
            if before > 0, after > 0 {
                kept = min(change.upperBound, max(change.lowerBound, (before / after).squareRoot()))
            }
            if abs(kept - 1) > 0.01 { raise(&pixels, sigma: sigma, share: Float(kept - 1)) }
        }
        let wanted = core.grain(of: face.target)
        let missing = wanted.missing(from: core.grain(of: pixels))
        missing.add(to: &pixels, seed: seed, left: face.region.x, top: face.region.y)
        return [
            "defocus_px": blur, "detail_gain": kept, "target_grain": wanted.meanVariance.squareRoot(),
            "added_grain": missing.meanVariance.squareRoot(),
        ]
    }

    /// Sigma in pixels of the blur that brings the face to the target's focus; 0 when it is not sharper.
    ///
    /// Bands of σ 1-2, 2-4 and 4-8 px: a Gaussian blur of s lowers the energy of band k by exp(−s²·ω²), with
    /// ω² = 0.924/σ² at the band's peak, so the change of the ratio of two neighbouring bands tells s.
    private static func defocus(of target: Raster, against pixels: Raster, core: Core) -> Double {
        let wanted = core.bands(target)
        let given = core.bands(pixels)
        guard let wanted, let given else { return 0 }
        let peaks = [0.924, 0.231, 0.0578]
        var variance = 0.0
        for k in 0..<2 {
            let change = log(wanted[k] / wanted[k + 1]) - log(given[k] / given[k + 1])
            if change < -texture { variance = max(variance, -change / (peaks[k] - peaks[k + 1])) }
        }
        return min(variance.squareRoot(), 0.02 * Double(core.faceWidth))
    }

    private static func raise(_ pixels: inout Raster, sigma: Float, share: Float) {
        let light = pixels.weighed(by: Relight.luminance)
        let smooth = light.blurred(sigma: sigma)
        let width = pixels.width
        pixels.values.withUnsafeMutableBufferPointer { to in
            guard let to = to.baseAddress else { return }
            light.values.withUnsafeBufferPointer { light in
                smooth.values.withUnsafeBufferPointer { smooth in
                    guard let light = light.baseAddress, let smooth = smooth.baseAddress else { return }
                    Rows.parallel(pixels.height) { rows in
                        let start = rows.lowerBound * width
                        kernel_raise_detail(
                            to + start * 3, light + start, smooth + start, share, rows.count * width)
                    }
                }
            }
        }
    }
}

/// The inner part of a face at full size, on which sharpness is compared.
private struct Core {
    let box: PixelBox
    let faceWidth: Float
    private let weight: Raster
    private let factor: Int

    init(_ study: FaceStudy) {
        factor = study.factor
        faceWidth = study.faceWidth * Float(study.factor)
        weight = study.shared.combined(with: study.outline) { $1 > 0.1 * study.faceWidth ? $0 : 0 }
        var (left, top, right, bottom) = (Int.max, Int.max, 0, 0)
        for y in 0..<weight.height {
            for x in 0..<weight.width where weight[x, y, 0] > 0.5 {
                (left, right) = (min(left, x), max(right, x + 1))
                (top, bottom) = (min(top, y), max(bottom, y + 1))
            }
        }
        let whole = PixelBox(study.size)
        let found = PixelBox(
            x: left * (right > 0 ? factor : 0), y: top * (right > 0 ? factor : 0),
            width: right > 0 ? (right - left) * factor : 0, height: right > 0 ? (bottom - top) * factor : 0)
        box = found.intersection(whole)
    }

    /// Whether the pixel at full size belongs to the core.
    func contains(_ x: Int, _ y: Int) -> Bool { weight[x / factor, y / factor, 0] > 0.5 }

    /// The grain on the core's skin.
    func grain(of pixels: Raster) -> Grain {
        guard !box.isEmpty else { return .none }
        return Grain(of: pixels.cropped(to: box)) { contains(box.x + $0, box.y + $1) }
    }

    /// Mean square over the core of the detail finer than `sigma` in the square root of light, which is near to code
    /// values and to what the eye sees.
    func energy(of light: Raster, sigma: Float) -> Double {
        let seen = light.map { max(0, $0).squareRoot() }
        let smooth = seen.blurred(sigma: sigma)
        var (energy, count) = (0.0, 0.0)
        for y in stride(from: box.y, to: box.maxY, by: 2) {
            for x in stride(from: box.x, to: box.maxX, by: 2) where contains(x, y) {
                let detail = Double(seen[x, y, 0] - smooth[x, y, 0])
                energy += detail * detail
                count += 1
            }
        }
        return count > 0 ? energy / count : 0
    }

    /// Energy of the bands σ 1-2, 2-4 and 4-8 px in the square root of luminance; nil when the core is too small.
    func bands(_ pixels: Raster) -> [Double]? {
        guard box.width > 32, box.height > 32 else { return nil }
        let light = pixels.cropped(to: box).weighed(by: Relight.luminance).map { max(0, $0).squareRoot() }
        let levels = [1, 2, 4, 8].map { light.blurred(sigma: $0) }
        var energy = [0.0, 0, 0]
        for y in stride(from: 0, to: box.height, by: 2) {
            for x in stride(from: 0, to: box.width, by: 2) where contains(x + box.x, y + box.y) {
                let i = y * box.width + x
                for k in 0..<3 {
                    let detail = Double(levels[k].values[i] - levels[k + 1].values[i])
                    energy[k] += detail * detail
                }
            }
        }
        return energy.allSatisfy { $0 > 0 } ? energy : nil
    }
}
