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
        guard let wanted = brightness(face.target, face.eyes), let given = brightness(face.pixels, face.eyes) else {
            return Adaptation(gain: gain, change: 0, skins: 0)
        }
        let eyes = Raster(face.eyes).shrunk(by: study.factor)
        let within = MaskedAverage(weight: eyes, faceWidth: study.faceWidth)
        let present = within.mean(of: gain.weighed(by: Relight.luminance))
        let least = min(0, max(-limit, -share * present))
        let most = max(0, min(limit, -share * present))
        let skins = present - log(wanted / given)
        let change = min(most, max(least, -skins))
        // Soft inwards only: the lids are skin.
        let soft = eyes.blurred(sigma: max(0.5, feather * study.faceWidth)) * eyes
        return Adaptation(gain: gain.combined(with: soft) { $0 + $1 * change }, change: change, skins: skins)
    }

    /// Luminance of the whites, nil when the eyes are closed, hidden or black.
    private static func brightness(_ pixels: Raster, _ eyes: Mask) -> Float? {
        var light: [Float] = []
        for i in eyes.values.indices where eyes.values[i] > 0.9 {
            let r = pixels.values[i * 3] * Relight.luminance[0]
            let g = pixels.values[i * 3 + 1] * Relight.luminance[1]
            light.append(r + g + pixels.values[i * 3 + 2] * Relight.luminance[2])
        }
        guard light.count >= fewest else { return nil }
        let value = light.sorted()[Int(Double(light.count) * white)]
        return value > 1e-4 ? value : nil
    }
}
