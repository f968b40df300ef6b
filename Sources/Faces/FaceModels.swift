import Foundation

/// Where the network files are that `FaceAnalyser` runs (TFLite or ONNX).
public struct FaceModels: Sendable, Hashable {
    /// Names of the three in the model manifest.
    public static let names = (
        wide: "face_detection_back", quick: "face_detection_short_range", mesh: "face_landmark"
    )

    /// BlazeFace for 256 × 256: small faces, and tiles of large pictures.
    public var wideDetector: URL
    /// BlazeFace for 128 × 128: looks at the whole picture four ways.
    public var quickDetector: URL
    /// The 468-point mesh.
    public var mesh: URL

    public init(wideDetector: URL, quickDetector: URL, mesh: URL) {
        self.wideDetector = wideDetector
        self.quickDetector = quickDetector
        self.mesh = mesh
    }
}
