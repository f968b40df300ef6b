import Foundation
import Raster
import Upscaling

/// The picture that is delivered: in memory, or made while its deliverables read it.
enum FinishedPicture: Sendable {
    case ready(Photograph)
    /// - Parameter figures: of each pass, told when the rows were read.
    case made(any RowSource, figures: [UpscalingFigures])

    var form: PictureForm {
        switch self {
        case .ready(let photograph): photograph.form
        case .made(let rows, _): rows.form
        }
    }
}

extension Composer {
    /// Enlarges the composite with the recipe's model and brings it to its final size and colours.
    ///
    /// This is the only place where a network enlarges, and it comes after the swap: no recipe can say otherwise. The
    /// last pass is not run here but while the deliverables are written: what it gives need not fit in memory.
    func finish(
        _ picture: Photograph, faces: FaceAreas, meter: ProgressMeter, flag: CancellationFlag
    ) async throws -> (picture: FinishedPicture, steps: [WorkRecord.Step]) {
        let recipe = cast.recipe
        let size = picture.size
        let wanted = recipe.outputResolution.map(size.fitted(into:))
        let space = recipe.outputProfile.space ?? picture.colorSpace
        meter.report(.upscale, 0)
        let upscaler = cast.upscaler ?? cast.faceUpscaler
        let passes = upscaler.map { EnlargementPasses(from: size, to: wanted, scale: $0.scale) }
        let final = wanted ?? passes?.enlarged ?? size
        var steps: [WorkRecord.Step] = []
        if final != (passes?.enlarged ?? size) {
            steps.append(.resized(from: passes?.enlarged ?? size, to: final))
        }
        if let network = upscaler, let passes, !passes.sizes.isEmpty {
            let (settings, cast) = (recipe.upscaling, cast)
            let made = try await executor.run {
                try passes.rows(
                    of: picture,
                    with: { size in
                        Upscaler(network, settings: settings, faces: cast.upscaledFaces(faces, at: size))
                    },
                    report: { meter.report(.upscale, $0) }, isCancelled: { flag.isSet })
            }
            if let (rows, figures) = made {
                let finished =
                    rows.form.size == final && rows.form.colorSpace == space
                    ? rows as any RowSource : ResampledRows(rows, to: final, in: space)
                return (.made(finished, figures: figures), steps)
            }
        }
        meter.report(.resize, 0)
        return (.ready(try await executor.run { picture.resized(to: final, in: space) }), steps)
    }
}

extension Cast {
    /// What is done otherwise where the faces are, in a picture of the given size; nil when nothing is.
    fileprivate func upscaledFaces(_ areas: FaceAreas, at size: PixelSize) -> Upscaler.Faces? {
        let strength = recipe.faceUpscaleStrength ?? recipe.upscaleStrength
        guard faceUpscaler != nil || strength != recipe.upscaling.strength else { return nil }
        return Upscaler.Faces(mask: areas.mask(at: size), network: faceUpscaler, strength: strength)
    }
}

extension Recipe {
    /// How the upscaling model is run.
    var upscaling: Upscaler.Settings {
        var settings = Upscaler.Settings()
        settings.tileSize = Int(tileSize)
        settings.tileOverlap = tileOverlap
        // A model for the faces alone leaves the rest to Lanczos.
        settings.strength = upsampler == BuiltIn.upsampler ? 0 : upscaleStrength
        return settings
    }
}

extension WorkRecord.Step {
    fileprivate static func resized(from size: PixelSize, to final: PixelSize) -> WorkRecord.Step {
        WorkRecord.Step(
            step: "output_resolution", face: nil,
            figures: [
                "from_width": Double(size.width), "from_height": Double(size.height),
                "width": Double(final.width), "height": Double(final.height),
                "scale": Double(final.width) / Double(size.width),
            ])
    }

    /// What a pass of the network did, after its rows were read.
    init(_ figures: UpscalingFigures, scale: Int) {
        self.init(
            step: "upscale", face: nil,
            figures: [
                "scale": Double(scale), "tiles": Double(figures.tiles), "tile_size": Double(figures.tileSize),
                "share": figures.share,
            ])
    }
}
