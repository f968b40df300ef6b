import Faces
import Foundation
import Raster

/// Light without albedo, read from the eyes. The skin's gain holds the ratio of two lights *and* of two skins: on a
/// fair face put into a dark one's picture it would blacken the whites of the eyes, the other way round it would make
/// them glow. The whites are nearly alike in everybody, so their own ratio is the light's.
package enum EyeLight {
    /// Share of the eye opening's pixels below the brightness that stands for the white.
    private static let white = 0.92
    /// Largest share of the skin's gain that is taken back, and bound of the change in ln units (about ×2.5): narrow
    /// eyes show few true whites, so the eyes may only undo what the skins' ratio did to them.
    private static let share: Float = 0.7
    private static let limit: Float = 0.9
    /// Share of the gain's tint that is taken back, and ratios of two skins, ln units, between which that sets in.
    private static let tintShare: Float = 0.5
    private static let tintRatios: ClosedRange<Float> = 0.4...1
    /// How much brighter than the target's, and than the other eye, an eye may be, ln units. One that lies in a shadow is
    /// lifted with the skin around it, and its white would glow.
    private static let tolerance: Float = 0.15
    /// Fewer pixels than this at full size tell nothing.
    private static let fewest = 40
    /// Softness of the eyes' outline, in face widths.
    private static let feather: Float = 0.006

    /// What the eyes tell of a skin's gain.
    package struct Adaptation: Sendable {
        /// The gain with both eyes' openings brought to the light that the target's eyes show.
        package var gain: Raster
        /// By how much the eyes differ from the skin's gain now, ln units.
        package var change: Float
        /// The part of the skin's gain that is the ratio of two skins and not of two lights, ln units; 0 when the eyes
        /// tell nothing.
        package var skins: Float
    }

    package static func adapted(_ gain: Raster, face: RenderedFace, study: FaceStudy) -> Adaptation {
        let openings = openings(of: face)
        let both = openings.flatMap { $0 }
        guard let wanted = brightness(face.target, both), let given = brightness(face.pixels, both) else {
            return Adaptation(gain: gain, change: 0, skins: 0)
        }
        let eyes = Raster(face.eyes).shrunk(by: study.factor)
        let present = MaskedAverage(weight: eyes, faceWidth: study.faceWidth).mean(
            of: gain.weighed(by: Relight.luminance))
        let least = min(0, max(-limit, -share * present))
        let most = max(0, min(limit, -share * present))
        let skins = present - log(wanted / given)
        let change = min(most, max(least, -skins))
        // Soft inwards only: the lids are skin.
        let soft = eyes.blurred(sigma: max(0.5, feather * study.faceWidth)) * eyes
        // What tints a gain between two skins is mostly the skins' too.
        let tint = gain.combined(with: gain.weighed(by: Relight.luminance).tripled) { $0 - $1 }
        let back = tint * soft.map { $0 * tintShare * abs(skins).smoothStep(tintRatios) }.tripled
        let adapted = gain.combined(with: soft) { $0 + $1 * change } - back
        return Adaptation(
            gain: adapted - glow(under: adapted, openings, face, study, within: soft).tripled, change: change,
            skins: skins)
    }

    /// How far an eye is to be brought down, ln units: one that is brighter than the target's and more so than the
    /// other eye.
    private static func glow(
        under gain: Raster, _ openings: [[Int]], _ face: RenderedFace, _ study: FaceStudy, within soft: Raster
    ) -> Raster {
        let none = Raster(width: soft.width, height: soft.height, channels: 1)
        let luminance = gain.weighed(by: Relight.luminance)
        let excess = openings.map { opening -> Float? in
            guard let wanted = brightness(face.target, opening), let given = brightness(face.pixels, opening) else {
                return nil
            }
            let sum = opening.reduce(Float(0)) { sum, pixel in
                let (x, y) = (pixel % study.size.width / study.factor, pixel / study.size.width / study.factor)
                return sum + luminance[min(x, luminance.width - 1), min(y, luminance.height - 1), 0]
            }
            return log(given / wanted) + sum / Float(opening.count)
        }
        guard let left = excess[0], let right = excess[1] else { return none }
        let down = min(limit, min(abs(left - right), max(left, right)) - tolerance)
        guard down > 0 else { return none }
        var glowing = Mask(width: study.size.width, height: study.size.height)
        for pixel in openings[left > right ? 0 : 1] { glowing.values[pixel] = 1 }
        return Raster(glowing).shrunk(by: study.factor).blurred(sigma: max(0.5, feather * study.faceWidth))
            .combined(with: soft) { min($0, $1) * down }
    }

    /// The pixels of each eye's opening: of the picture's left one, and of the right one.
    private static func openings(of face: RenderedFace) -> [[Int]] {
        let corner = SIMD2(Float(face.region.x), Float(face.region.y))
        let middles = [CanonicalFace.mean.leftEye, CanonicalFace.mean.rightEye].map { loop in
            loop.reduce(SIMD2<Float>.zero) { $0 + SIMD2(face.landmarks[$1].x, face.landmarks[$1].y) }
                / Float(loop.count) - corner
        }
        var result: [[Int]] = [[], []]
        for pixel in face.eyes.values.indices where face.eyes.values[pixel] > 0.9 {
            let at = SIMD2(Float(pixel % face.eyes.width), Float(pixel / face.eyes.width))
            let distances = middles.map { (($0 - at) * ($0 - at)).sum() }
            result[distances[0] <= distances[1] ? 0 : 1].append(pixel)
        }
        return result
    }

    /// Luminance of the whites, nil when the eyes are closed, hidden or black.
    private static func brightness(_ pixels: Raster, _ opening: [Int]) -> Float? {
        let light = opening.map { i in
            let r = pixels.values[i * 3] * Relight.luminance[0]
            let g = pixels.values[i * 3 + 1] * Relight.luminance[1]
            return r + g + pixels.values[i * 3 + 2] * Relight.luminance[2]
        }
        guard light.count >= fewest else { return nil }
        let value = light.sorted()[Int(Double(light.count) * white)]
        return value > 1e-4 ? value : nil
    }
}
