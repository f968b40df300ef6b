import Faces
import Inference
import Raster

/// The three networks of LivePortrait that take a face apart and draw it with its key points moved.
public struct LivePortrait: Sendable {
    /// Of the crop, in pixels: the networks see half of it and draw all of it.
    static let side = 512

    /// `source` are the key points that the face is to have, `target` those that it has.
    private enum Name {
        static let picture = "input"
        static let features = "feature_volume"
        static let wanted = "source"
        static let present = "target"
    }

    private let features: NamedNetwork
    private let motion: NamedNetwork
    private let generator: NamedNetwork

    /// - Parameters:
    ///   - features: gives what a face looks like; input `input` 1 × 3 × 256 × 256.
    ///   - motion: gives where its key points lie; the same input, seven results.
    ///   - generator: draws it; inputs `feature_volume`, `source` and `target`, result 1 × 3 × 512 × 512.
    /// - Throws: `CompositingError.wrongNetwork`.
    public init(
        features: any Model, motion: any Model, generator: any Model
    ) throws(CompositingError) {
        self.features = try NamedNetwork(features, name: "live_portrait_feature_extractor", inputs: [Name.picture])
        self.motion = try NamedNetwork(
            motion, name: "live_portrait_motion_extractor", inputs: [Name.picture], outputs: 7)
        self.generator = try NamedNetwork(
            generator, name: "live_portrait_generator", inputs: [Name.features, Name.wanted, Name.present])
    }

    /// Where the key points of a face lie.
    /// - Parameter crop: sRGB code values, of `side`.
    func motion(of crop: Raster) throws -> FaceMotion {
        try FaceMotion(
            motion.run([Name.picture: NetworkColors.plain.tensor(of: crop.shrunk(by: 2))]), from: motion)
    }

    /// The face of a crop with its key points moved.
    /// - Returns: sRGB code values, of `side`.
    func drawn(
        _ crop: Raster, from present: [SIMD3<Float>], to wanted: [SIMD3<Float>]
    ) throws -> Raster {
        let volume = try features.run([Name.picture: NetworkColors.plain.tensor(of: crop.shrunk(by: 2))])
        let result = try generator.run([
            Name.features: volume[0], Name.wanted: Tensor(wanted), Name.present: Tensor(present),
        ])
        return try NetworkColors.plain.picture(of: result[0], side: Self.side, from: generator)
    }
}
