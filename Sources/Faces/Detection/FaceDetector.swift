/// Finds upright faces in a square.
protocol FaceDetector: Sendable {
    /// Samples a side of the square that the detector looks at.
    var samples: Int { get }

    /// Faces that stand upright in `frame`, with a score of at least `threshold`, one candidate each, best first.
    /// Outside of `excerpt` lies black.
    /// - Throws: `InferenceError`.
    func detect(in excerpt: Excerpt, at frame: CropFrame, threshold: Float) throws -> [FaceCandidate]
}
