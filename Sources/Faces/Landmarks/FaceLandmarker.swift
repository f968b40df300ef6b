import Raster

/// Places the mesh's points on a face that a detector saw.
protocol FaceLandmarker: Sendable {
    /// Nil when there is no face after all.
    /// - Parameter seen: the photograph as it was searched, which serves large faces as it is.
    /// - Throws: `InferenceError`.
    func place(
        on candidate: FaceCandidate, in photograph: Photograph, seen: Excerpt, colors: DisplayColors
    ) throws -> PlacedMesh?
}

/// The mesh as it lies on a photograph.
struct PlacedMesh: Sendable {
    /// 468 points in pixels of the photograph; z in the same unit, smaller towards the camera.
    var points: [SIMD3<Float>]
    /// The landmarker's confidence that it sees a face, 0…1.
    var presence: Float
}

extension PlacedMesh {
    /// The landmarker was trained on crops this much larger than the face.
    static let cropToFace: Float = 1.5

    /// The square that a landmarker should look at: its x runs from eye to eye and it holds the mesh with
    /// `room` times its longer side.
    func frame(room: Float = cropToFace) -> CropFrame {
        let (left, right) = (points[MeshPoint.leftEyeOuter], points[MeshPoint.rightEyeOuter])
        let axis = SIMD2(right.x - left.x, right.y - left.y).unit ?? SIMD2(1, 0)
        let level = CropFrame(center: .zero, side: 1, axis: axis)
        var low = SIMD2<Float>(repeating: .infinity)
        var high = SIMD2<Float>(repeating: -.infinity)
        for point in points {
            let place = SIMD2(point.x, point.y)
            let turned = SIMD2((place * axis).sum(), (place * level.down).sum())
            low = pointwiseMin(low, turned)
            high = pointwiseMax(high, turned)
        }
        let middle = (low + high) / 2
        return CropFrame(
            center: axis * middle.x + level.down * middle.y, side: (high - low).max() * room, axis: axis)
    }
}

/// Mesh points that the landmarker itself needs by name; `CanonicalFace` has all the others.
enum MeshPoint {
    static let count = 468
    /// Outer corners of the eyes, left and right in the picture of an upright face.
    static let leftEyeOuter = 33
    static let rightEyeOuter = 263
}
