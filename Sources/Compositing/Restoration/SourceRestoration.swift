import Faces
import Raster

/// Cleans a poor source lightly before a recogniser sees it: noise and blur pull an embedding away from the person.
///
///     let restoration = SourceRestoration(mode: .auto)
///     let cleaned = try restoration.restore(source)
///     let photograph = cleaned.photograph ?? source.photograph
///
/// With a restorer the face is drawn anew and mixed in by half; without one noise alone is taken off, and a source
/// that is merely blurred or small stays as it is.
public struct SourceRestoration: Sendable {
    /// The recipe's `source_restore`.
    public enum Mode: String, Sendable, Codable, CaseIterable {
        /// Where the source is poor.
        case auto
        case off
        /// Whatever the source is like.
        case on
    }

    /// Noise from which a source is poor, in code values of 0…1: five steps of 255, which a recogniser's crop shows in
    /// full, since it is sampled without a filter.
    public static let noiseLimit: Float = 0.02
    /// Below this noise nothing is averaged: one step of 255, where the rounding to 8 bits itself is 0.3.
    static let leastNoise: Float = 1 / 255
    /// Half of the original stays, so that the restorer's idea of a face does not become the person's.
    static let blend: Float = 0.5

    public var mode: Mode
    private let restorer: NeuralRestorer?

    public init(mode: Mode = .auto, restorer: NeuralRestorer? = nil) {
        self.mode = mode
        self.restorer = restorer
    }

    /// - Throws: `FacesError.degenerateLandmarks`; `CompositingError` and `InferenceError` of the restorer.
    public func restore(_ source: SourceFace) throws -> RestoredSource {
        guard mode != .off else { return RestoredSource(photograph: nil, figures: figures([:])) }
        let region = try Self.region(of: source.face, in: source.photograph.size)
        guard !region.isEmpty else { throw CompositingError.faceOutsidePicture }
        let planes = CodePlanes(of: source.photograph, in: region, margin: CodePlanes.margin)
        let noise = planes.noise
        var measured = [
            "noise": Double(noise), "sharpness": Double(source.face.quality.sharpness),
            "width": Double(source.face.box.width),
        ]
        let isNoisy = noise > Self.noiseLimit
        if let restorer, mode == .on || isNoisy || Self.lacksDetail(source) {
            let result = try restorer.layer(for: source.face, in: source.photograph, blend: Self.blend)
            measured["blend"] = Double(Self.blend)
            return RestoredSource(
                photograph: source.photograph.applying(result.layer), figures: figures(measured))
        }
        guard restorer == nil, isNoisy || mode == .on && noise > Self.leastNoise else {
            return RestoredSource(photograph: nil, figures: figures(measured))
        }
        measured["denoised"] = Double(noise)
        let cleaned = source.photograph.laying(planes.denoised(sigma: noise), over: region)
        return RestoredSource(photograph: cleaned, figures: figures(measured))
    }

    private func figures(_ values: [String: Double]) -> StepFigures {
        StepFigures(step: "source_restore", figures: values)
    }

    /// Blurred or small enough that either alone makes a source poor: sharpness below 0.2, 120 pixels.
    private static func lacksDetail(_ source: SourceFace) -> Bool {
        source.face.fitness(as: .source, in: source.photograph.size).reasons.contains {
            $0.isSevere && ($0.concern == .blurred || $0.concern == .small)
        }
    }

    /// What a recogniser sees of the face, and a rim.
    private static func region(of face: Face, in size: PixelSize) throws(FacesError) -> PixelBox {
        let side = 112.0
        let matrix = try CropMatrix(of: face.landmarks5, in: .arcface112v2, side: Int(side))
        guard let back = matrix.inverse else { throw .degenerateLandmarks }
        let rim = side / 16
        let corners = [
            back(SIMD2(-rim, -rim)), back(SIMD2(side + rim, -rim)), back(SIMD2(-rim, side + rim)),
            back(SIMD2(side + rim, side + rim)),
        ]
        let picture = SIMD2(Double(size.width), Double(size.height))
        let low = corners.reduce(picture, pointwiseMin).clamped(lowerBound: .zero, upperBound: picture)
        let high = corners.reduce(.zero, pointwiseMax).clamped(lowerBound: .zero, upperBound: picture)
        return PixelBox(
            x: Int(low.x), y: Int(low.y), width: Int(high.x.rounded(.up)) - Int(low.x),
            height: Int(high.y.rounded(.up)) - Int(low.y))
    }
}
