import Inference
import Raster

/// Finds and describes faces with the networks that its owner has, in any combination.
///
///     let analyser = NeuralFaceAnalyser(
///         meshes: try FaceAnalyser(engine: engine, models: models), search: NeuralSearch([yoloFace]),
///         landmarker: landmarker, embedder: embedder)
///     let faces = try analyser.analyse(photograph)
///
/// Whatever finds a face, it has a mesh, which the rest of Likeness goes by. Every face that a detector's network sees
/// is given, as FaceFusion gives it, whether the mesh network agrees or not: `Face.presence` tells.
public struct NeuralFaceAnalyser: Sendable {
    private let meshes: FaceAnalyser
    private let search: NeuralSearch?
    private let landmarker: NeuralLandmarker?
    private let embedder: FaceEmbedder?
    private let classifier: FaceClassifier?
    private let canonical = CanonicalFace.mean

    /// - Parameters:
    ///   - meshes: places the mesh, and finds the faces where `search` is nil.
    ///   - search: finds the faces; their `box` and `score` are its detectors'.
    ///   - landmarker: gives `landmarks68` and `landmarks5`; without it they are the mesh's.
    ///   - embedder: gives `embedding`.
    ///   - classifier: gives `traits`.
    public init(
        meshes: FaceAnalyser, search: NeuralSearch? = nil, landmarker: NeuralLandmarker? = nil,
        embedder: FaceEmbedder? = nil, classifier: FaceClassifier? = nil
    ) {
        self.meshes = meshes
        self.search = search
        self.landmarker = landmarker
        self.embedder = embedder
        self.classifier = classifier
    }

    /// The faces, best first as `FaceAnalyser.analyse` ranks them; empty when there is none.
    /// - Throws: `InferenceError`; `FacesError.wrongModel` when a network answers as none of its kind does.
    public func analyse(_ photograph: Photograph) throws -> [Face] {
        let colors = DisplayColors(from: photograph.colorSpace)
        let faces: [Face]
        if let search {
            faces = try search.detect(in: photograph).compactMap {
                try face(of: $0, in: photograph, colors: colors)
            }
        } else {
            faces = try meshes.analyse(photograph).map { face in
                guard let landmarker else { return face }
                return face.with(try landmarker.landmarks(of: DetectedFace(face), in: photograph))
            }
        }
        return try faces.map { try described($0, in: photograph) }.ranked(in: photograph.size)
    }

    /// A face that a detector's network saw. Nil when its landmarks are one point, which no crop can be laid by.
    private func face(
        of detected: DetectedFace, in photograph: Photograph, colors: DisplayColors
    ) throws -> Face? {
        guard PlacedMesh(laying: canonical, over: detected.landmarks5) != nil else { return nil }
        let landmarks = try landmarker?.landmarks(of: detected, in: photograph)
        let five = landmarks?.points5 ?? detected.landmarks5
        guard let guess = PlacedMesh(laying: canonical, over: five) else { return nil }
        let found = try meshes.mesh(near: guess, in: photograph, colors: colors)
        let mesh = found.flatMap { isThere($0, where: guess) ? $0 : nil } ?? guess
        var face = Face(
            mesh, box: detected.box, score: detected.score, canonical: canonical, in: photograph, colors: colors)
        if let landmarks { return face.with(landmarks) }
        // The mean face's features lie only about where the person's are.
        if mesh.presence == 0 { face.landmarks5 = five.map { SIMD2<Float>($0) } }
        return face
    }

    /// A mesh further than this from the detector's landmarks, in shares of its longer side, went to another face.
    private static let greatestShift: Float = 0.25

    private func isThere(_ mesh: PlacedMesh, where guess: PlacedMesh) -> Bool {
        let distances = zip(canonical.landmarks5(of: mesh.points), canonical.landmarks5(of: guess.points)).map {
            ($0 - $1).length
        }
        let side = max(guess.box.width, guess.box.height)
        return distances.reduce(0, +) / Float(distances.count) < Self.greatestShift * side
    }

    private func described(_ face: Face, in photograph: Photograph) throws -> Face {
        var face = face
        face.embedding = try embedder?.embedding(of: face, in: photograph)
        face.traits = try classifier?.traits(of: face, in: photograph)
        return face
    }
}

extension Face {
    fileprivate func with(_ landmarks: NeuralLandmarker.Landmarks) -> Face {
        var face = self
        face.landmarks68 = landmarks.points68.map { SIMD2<Float>($0) }
        face.landmarks5 = landmarks.points5.map { SIMD2<Float>($0) }
        return face
    }
}
