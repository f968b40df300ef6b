import Faces

/// How the embeddings of several sources become one.
public enum EmbeddingMerge: String, Sendable, Codable, CaseIterable {
    /// Every source counts alike, as in FaceFusion.
    case mean
    /// Sharp, well lit faces that look into the camera count more.
    case quality

    /// Share below which no source falls: a poor one still shows the person.
    private static let least: Float = 0.05

    /// One weight a face, their sum 1.
    func weights(of faces: [Face]) -> [Double] {
        let raw: [Float]
        switch self {
        case .mean: raw = [Float](repeating: 1, count: faces.count)
        case .quality:
            raw = faces.map { face in
                // Recognisers lose the person with the turn of the head; at 60° little is left.
                let turn = max(abs(face.pose.yaw), abs(face.pose.pitch)) / 60
                let quality = face.quality
                // 0 for black and for white, 1 from a quarter to three quarters.
                let light = min(1, 4 * min(quality.exposure, 1 - quality.exposure))
                let figures: [Float] = [quality.sharpness, light, 1 - quality.clipped, 1 - turn * turn]
                return max(Self.least, figures.reduce(1) { $0 * min(1, max(0, $1)) })
            }
        }
        let sum = raw.reduce(0) { $0 + Double($1) }
        return raw.map { Double($0) / sum }
    }
}
