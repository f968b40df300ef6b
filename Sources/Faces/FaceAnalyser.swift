import Inference
import Raster

/// Finds the faces in a photograph and says where every feature is.
///
///     let analyser = try FaceAnalyser(engine: engine, models: models)
///     let faces = try analyser.analyse(photograph)
///     let chosen = try FaceSelection.best.apply(to: faces)
///
/// The photograph is looked at whole, upright and turned by quarters, and in tiles when it is large; what the mesh
/// network does not confirm as a face is dropped. Blocks; the same photograph gives the same faces.
public struct FaceAnalyser: Sendable {
    private let search: FaceSearch
    private let landmarker: any FaceLandmarker
    private let canonical = CanonicalFace.mean

    /// Loads and compiles the models.
    /// - Parameter options: precision and threads of their runs; shapes are the networks' own.
    /// - Throws: `InferenceError`; `FacesError.wrongModel` when a file is not the network that its role needs.
    public init(engine: any Engine, models: FaceModels, options: ModelOptions = ModelOptions()) throws {
        search = FaceSearch(
            wide: try BlazeFace(.back, file: models.wideDetector, engine: engine, options: options),
            quick: try BlazeFace(.short, file: models.quickDetector, engine: engine, options: options))
        landmarker = try MeshLandmarker(file: models.mesh, engine: engine, options: options)
    }

    /// The faces, best first; empty when there is none.
    ///
    /// The order is that of score × width × centrality: the detector's score, the square root of the face's share of
    /// the picture, and 1 − d/2 with d the distance of the face from the picture's centre in half diagonals.
    /// - Throws: `InferenceError`.
    public func analyse(_ photograph: Photograph) throws -> [Face] {
        let colors = DisplayColors(from: photograph.colorSpace)
        var faces: [Face] = []
        let search = try search.groups(in: photograph, colors: colors)
        for group in search.groups {
            // Tiles show parts of large faces that look like faces themselves.
            if let best = group.first, faces.contains(where: { Self.holds($0.box, best.box) }) { continue }
            guard let (candidate, mesh) = try confirm(group, in: photograph, seen: search.excerpt, colors: colors)
            else { continue }
            let box = mesh.box
            // From a part of a face the mesh finds the whole one, a second time.
            if faces.contains(where: { Self.areSame($0.box, box) }) { continue }
            faces.append(
                Face(
                    mesh, box: box, score: candidate.score, canonical: canonical, in: photograph, colors: colors))
        }
        return faces.ranked(in: photograph.size)
    }

    /// The mesh on a face that another detector saw; nil when the network sees none there.
    /// - Parameter guess: where the mesh about is.
    func mesh(near guess: PlacedMesh, in photograph: Photograph, colors: DisplayColors) throws -> PlacedMesh? {
        let frame = guess.frame()
        let eyes = [MeshPoint.leftEyeOuter, MeshPoint.rightEyeOuter].map {
            SIMD2(guess.points[$0].x, guess.points[$0].y)
        }
        let candidate = FaceCandidate(
            score: 1, center: frame.center, side: frame.side / PlacedMesh.cropToFace, keyPoints: eyes)
        // Frames keep changing a little from look to look.
        let seen = Excerpt(
            of: photograph, around: frame, samples: MeshLandmarker.samples, margin: 0.2, colors: colors)
        return try landmarker.place(on: candidate, in: photograph, seen: seen, colors: colors)
    }

    /// The first candidate of a group that the landmarker confirms; those that lie the same way as one that failed
    /// would fail too.
    private func confirm(
        _ group: [FaceCandidate], in photograph: Photograph, seen: Excerpt, colors: DisplayColors
    ) throws -> (FaceCandidate, PlacedMesh)? {
        var failed: [SIMD2<Float>] = []
        for candidate in group where !failed.contains(where: { ($0 * candidate.axis).sum() > 0.7 }) {
            if let mesh = try landmarker.place(on: candidate, in: photograph, seen: seen, colors: colors) {
                return (candidate, mesh)
            }
            failed.append(candidate.axis)
        }
        return nil
    }

    /// Whether most of the smaller box lies in the other.
    private static func areSame(_ a: Box, _ b: Box) -> Bool {
        let across = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
        let down = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
        return across > 0 && down > 0 && across * down > 0.5 * min(a.area, b.area)
    }

    /// Whether nearly all of the other box lies in the first.
    private static func holds(_ box: Box, _ other: Box) -> Bool {
        let across = min(box.x + box.width, other.x + other.width) - max(box.x, other.x)
        let down = min(box.y + box.height, other.y + other.height) - max(box.y, other.y)
        return across > 0 && down > 0 && across * down > 0.8 * other.area
    }
}
