import CKernels
import Foundation
import Raster

/// Lights a rendered face like its target, masks it and joins it: `RenderedFace` in, `Layer` out. Each step is the
/// function named by its recipe key.
///
///     let result = FaceCompositor(settings: recipe.compositing).compose(rendered)
package struct FaceCompositor: Sendable {
    let settings: CompositingSettings
    /// Brightest linear value that is kept: above the white of any picture, far below what a ratio of two dark pixels
    /// could give.
    private static let ceiling: Float = 4

    package init(settings: CompositingSettings) {
        self.settings = settings
    }

    package func compose(_ rendered: consuming RenderedFace) -> SwapResult {
        var face = rendered
        let study = FaceStudy(face)
        // The study has its own, small ones: of a large face these take as much memory as the picture.
        face.normals = Raster(width: 0, height: 0, channels: 3)
        face.confidence = Mask(width: 0, height: 0)
        let width = study.faceWidth * Float(study.factor)
        var steps: [StepFigures] = []
        var pixels = light(face, study, &steps)
        let tone = settings.colorCorrection == .none ? nil : study.tone
        face.eyes = Mask(width: 0, height: 0)

        if settings.sharpnessPreserve {
            let figures = SharpnessPreserve.apply(to: &pixels, face: face, study: study, seed: settings.seed)
            steps.append(StepFigures(step: "sharpness_preserve", figures: figures))
        }
        if let tone { pixels = tone(pixels) }
        BorrowedSurface.lay(into: &pixels, face: face, study: study)
        var mask =
            face.mask
            ?? FaceMask.mask(
                face, study,
                padding: (settings.maskPadding ?? FaceMask.padding).pixels(forFaceWidth: width),
                blur: (settings.maskBlur ?? FaceMask.blur).pixels(forFaceWidth: width))
        steps.append(
            StepFigures(
                step: "mask",
                figures: [
                    "area_px": mask.values.reduce(0) { $0 + Double($1) }, "face_width_px": Double(width),
                    "occluded": share(of: study.occluder, study), "untrusted": 1 - share(of: study.trust, study),
                    "borrowed": share(of: study.borrowed, study),
                ]))
        join(&pixels, &mask, face, study, &steps)
        let opacity = BlendRatio.opacity(settings.blendRatio)
        if opacity < 1 {
            for i in mask.values.indices { mask.values[i] *= opacity }
        }
        if let moved = face.moved, opacity > 0 { Self.lay(&pixels, &mask, over: face.target, where: moved) }
        let layer = Layer(
            region: face.region, pixels: pixels, mask: mask, mixing: settings.blend == .paste ? .codes : .light)
        return SwapResult(layer: layer, steps: steps, warp: opacity > 0 ? face.warp : nil)
    }

    /// Where the target's own pixels have moved, the layer shows them: the face is mixed with them here.
    private static func lay(_ pixels: inout Raster, _ mask: inout Mask, over target: Raster, where moved: Mask) {
        for pixel in mask.values.indices where moved.values[pixel] > 0 {
            let share = mask.values[pixel]
            for at in pixel * 3..<pixel * 3 + 3 {
                pixels.values[at] = target.values[at] + (pixels.values[at] - target.values[at]) * share
            }
            mask.values[pixel] = 1
        }
    }

    /// The face under the target's light and in its colour.
    private func light(_ face: RenderedFace, _ study: FaceStudy, _ steps: inout [StepFigures]) -> Raster {
        let relit = settings.colorCorrection == .relight
        var warping = settings.illuminationWarping ? IlluminationWarping(study) : nil
        if let field = warping {
            let level = study.average.mean(of: field.gain)
            // Without relighting only the direction follows; brightness is the other corrections' business.
            if !relit { warping?.gain = field.gain.map { $0 - level } }
            steps.append(
                StepFigures(
                    step: "illumination_warping",
                    figures: [
                        "mean_gain": exp(Double(level)),
                        "contrast": Double(study.average.deviation(of: field.gain)),
                        "target_hardness": Double(field.hardness.target),
                        "source_hardness": Double(field.hardness.rendered),
                    ]))
        }
        var gain = warping?.gain.tripled
        var skins: Float = 0
        if relit {
            var figures: [String: Double]
            (gain, skins, figures) = relight(face, study, after: warping)
            figures["monochrome"] = study.tone == nil ? nil : 1
            steps.append(StepFigures(step: "color_correction", figures: figures))
        }

        switch settings.colorCorrection {
        case .none, .relight:
            // Both gains are broad: they are added here and applied to the full picture once.
            if settings.blendRatio < 1 {
                let lit = gain.map { study.rendered * $0.exponential() } ?? study.rendered
                let towards = BlendRatio.gain(study, pixels: lit, ratio: settings.blendRatio)
                gain = gain.map { $0 + towards } ?? towards
            }
            var pixels = face.pixels
            if let gain { expose(&pixels, by: gain.enlarged(by: study.factor, to: study.size)) }
            if let contrast = FeatureContrast.gain(for: pixels, skins: skins, eyes: face.eyes, study: study) {
                expose(&pixels, by: contrast)
            }
            return pixels
        case .histogramMatching, .reinhard:
            var pixels = face.pixels
            if let gain { expose(&pixels, by: gain.enlarged(by: study.factor, to: study.size)) }
            return matched(pixels, study, &steps)
        }
    }

    /// `color_correction: relight`: the broad light, then what each place asks for beyond it.
    /// - Returns: ln of the gain, three planes at the study's scale; `EyeLight.Adaptation.skins`; what was measured.
    private func relight(
        _ face: RenderedFace, _ study: FaceStudy, after warping: IlluminationWarping?
    ) -> (gain: Raster, skins: Float, figures: [String: Double]) {
        let adapted = EyeLight.adapted(Relight.gain(study, after: warping), face: face, study: study)
        var gain = adapted.gain
        var figures = ["eye_gain": exp(Double(adapted.change)), "skin_ratio": exp(Double(adapted.skins))]
        let places: [(String, (Raster) -> Raster)] = [
            ("shade_tint", { ShadeTint.gain(for: $0, study) }), ("rim_light", { RimLight.gain(for: $0, study) }),
            ("nose_light", { NoseLight.gain(for: $0, study, share: face.mirroredNose) }),
        ]
        for (name, missing) in places {
            let change = missing(study.rendered * gain.exponential())
            figures[name] = Self.change(by: change, study)
            gain = gain + change
        }
        for (channel, name) in ["red_gain", "green_gain", "blue_gain"].enumerated() {
            let weights: [Float] = (0..<3).map { $0 == channel ? 1 : 0 }
            figures[name] = exp(Double(study.average.mean(of: gain.weighed(by: weights))))
        }
        return (gain, adapted.skins, figures)
    }

    /// Mean size of a gain (ln) over the skin.
    private static func change(by gain: Raster, _ study: FaceStudy) -> Double {
        Double(study.average.mean(of: gain.map(abs).weighed(by: [1.0 / 3, 1.0 / 3, 1.0 / 3])))
    }

    /// `color_correction` by statistics of the two faces, then the blend ratio's share of the target's tone.
    private func matched(_ lit: Raster, _ study: FaceStudy, _ steps: inout [StepFigures]) -> Raster {
        let before = lit.shrunk(by: study.factor)
        var pixels: Raster
        if settings.colorCorrection == .reinhard {
            pixels = Reinhard(from: before, to: study.target, weight: study.shared, floor: study.floor)(lit)
        } else {
            pixels = HistogramMatching(from: before, to: study.target, weight: study.shared)(lit)
        }
        let after = pixels.shrunk(by: study.factor)
        let light = { (plane: Raster) in study.average.mean(of: plane.weighed(by: Relight.luminance)) }
        let change = light(before) > 0 ? Double(light(after) / light(before)) : 1
        var figures = ["mean_gain": change]
        figures["monochrome"] = study.tone == nil ? nil : 1
        steps.append(StepFigures(step: "color_correction", figures: figures))
        if settings.blendRatio < 1 {
            let towards = BlendRatio.gain(study, pixels: after, ratio: settings.blendRatio)
            expose(&pixels, by: towards.enlarged(by: study.factor, to: study.size))
        }
        return pixels
    }

    private func join(
        _ pixels: inout Raster, _ mask: inout Mask, _ face: RenderedFace, _ study: FaceStudy,
        _ steps: inout [StepFigures]
    ) {
        switch settings.blend {
        case .feather, .paste: break
        case .multiband:
            pixels = MultibandBlend.blended(pixels, face.target, mask: mask)
            mask = widened(mask, face, study)
            steps.append(StepFigures(step: "blend", figures: [:]))
        case .poisson:
            // The rim lies where the soft edge begins; the steeper edge then only hides the solver's last step.
            let free = free(face, study)
            let region = Raster(mask).map { $0 > 0.05 ? 1 : 0 }.mask
            let (joined, convergence) = PoissonBlend.blended(pixels, face.target, region: region, free: free)
            pixels = joined
            for i in mask.values.indices { mask.values[i] = min(1, mask.values[i] * 4) }
            steps.append(
                StepFigures(
                    step: "blend",
                    figures: ["residual": convergence.residual, "rounds": Double(convergence.rounds)]))
        }
    }

    /// The mask over which a multiband join may differ from the target: coarse bands reach further than the mask, but
    /// not over hair, hands and the inner mouth, and not beyond the face's outline.
    private func widened(_ mask: Mask, _ face: RenderedFace, _ study: FaceStudy) -> Mask {
        // A swapper's own mask has said already where nothing may change.
        if face.mask != nil { return Raster(mask).map { min(1, $0 * 4) }.mask }
        let reach = 0.03 * study.faceWidth
        var wide = study.outline.map { min(1, max(0, $0 / reach)) }
        for cover in [study.occluder, study.strange] { wide = wide.combined(with: cover) { $0 * (1 - $1) } }
        let full = wide.enlarged(by: study.factor, to: study.size) * Raster(face.coverage)
        return full.combined(with: Raster(face.mouth)) { max(0, $0 * (1 - $1)) }.mask
    }

    /// Where a join need not meet the target: under hair and hands and in the opening of the mouth.
    private func free(_ face: RenderedFace, _ study: FaceStudy) -> Mask {
        if face.mask != nil { return Mask(width: study.size.width, height: study.size.height) }
        let covered = study.occluder.combined(with: study.strange, max).enlarged(by: study.factor, to: study.size)
        return covered.combined(with: Raster(face.mouth)) { max($0, $1) > 0.25 ? 1 : 0 }.mask
    }

    /// - Parameter gain: ln, three planes of the pixels' size, or one for all three.
    private func expose(_ pixels: inout Raster, by gain: Raster) {
        let width = pixels.width
        pixels.values.withUnsafeMutableBufferPointer { to in
            gain.values.withUnsafeBufferPointer { from in
                guard let to = to.baseAddress, let from = from.baseAddress else { return }
                Rows.parallel(gain.height) { rows in
                    let (start, count) = (rows.lowerBound * width, rows.count * width)
                    if gain.channels == 1 {
                        kernel_expose_grey(to + start * 3, from + start, Self.ceiling, count)
                    } else {
                        kernel_expose(to + start * 3, from + start * 3, Self.ceiling, count * 3)
                    }
                }
            }
        }
    }

    /// Mean of `plane` inside the outline.
    private func share(of plane: Raster, _ study: FaceStudy) -> Double {
        var (sum, count) = (0.0, 0.0)
        for i in plane.values.indices where study.outline.values[i] > 0 {
            sum += Double(plane.values[i])
            count += 1
        }
        return count > 0 ? sum / count : 0
    }
}
