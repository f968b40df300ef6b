import Foundation
import Inference
import Raster

/// The 468-point face mesh, looked at three times.
///
/// The first look comes from the detector's square, the others from the mesh that the look before found: that halves
/// the scatter of the points when the photograph is turned, scaled and shifted. From the second look on the mesh is the
/// mean of the crop's and its mirror image's, which halves the scatter again and takes away the network's own lean to
/// one side. `looks` has the figures.
/// - SeeAlso: Kartynnik et al. 2019, "Real-time Facial Surface Geometry from Monocular Video on Mobile GPUs".
struct MeshLandmarker: FaceLandmarker {
    private enum Look {
        case plain, mirrored
    }

    /// Scatter of the points under turns to 12°, scales 0.6…1 and shifts, root mean square in outer-eye distances:
    /// one plain look 0.0091, two 0.0050, three 0.0033, one plain and two mirrored 0.0023.
    private static let looks: [Look] = [.plain, .mirrored, .mirrored]
    static let samples = 192
    /// The network counts from the centre of the first sample; our crops count from its corner.
    private static let sampleCenter: Float = 0.5
    /// A badly placed first crop of a face scores above this, other things below 0.02.
    private static let leastFirstPresence: Float = 0.1
    private static let leastPresence: Float = 0.5

    private let model: any Model
    private let mesh: Int
    private let score: Int
    private let mirror: [Int]

    /// - Throws: `InferenceError`; `FacesError.wrongModel` when the file is not the 468-point mesh.
    init(file: URL, engine: any Engine, options: ModelOptions) throws {
        let model = try engine.load(file, options: options)
        let counts = model.outputs.map { $0.shape.reduce(1, *) }
        guard model.inputs.map(\.shape) == [[1, Self.samples, Self.samples, 3]],
            let mesh = counts.firstIndex(of: MeshPoint.count * 3), let score = counts.firstIndex(of: 1)
        else {
            throw FacesError.wrongModel(
                role: "face landmarker", expected: "input 1×192×192×3 and outputs of 1404 and 1 values",
                found: "\(model.inputs.map(\.shape)) and \(model.outputs.map(\.shape))")
        }
        self.model = model
        self.mesh = mesh
        self.score = score
        mirror = CanonicalFace.mean.mirror
    }

    func place(
        on candidate: FaceCandidate, in photograph: Photograph, seen: Excerpt, colors: DisplayColors
    ) throws -> PlacedMesh? {
        var frame = CropFrame(
            center: candidate.center, side: candidate.side * PlacedMesh.cropToFace, axis: candidate.axis)
        var excerpt = seen
        var placed: PlacedMesh?
        for look in Self.looks {
            if !excerpt.serves(frame, samples: Self.samples) {
                excerpt = Excerpt(
                    of: photograph, around: frame, samples: Self.samples, margin: 0.2, colors: colors)
            }
            let found = try self.look(look, at: frame, of: excerpt)
            guard found.presence > Self.leastFirstPresence else { return nil }
            frame = found.frame()
            placed = found
        }
        return placed.flatMap { $0.presence > Self.leastPresence ? $0 : nil }
    }

    private func look(_ look: Look, at frame: CropFrame, of excerpt: Excerpt) throws -> PlacedMesh {
        let crop = excerpt.crop(frame, samples: Self.samples)
        let extent = Float(Self.samples)
        let scale = frame.side / extent
        let back = { (x: Float, y: Float, z: Float) -> SIMD3<Float> in
            let place = frame.place(of: SIMD2(x, y) + Self.sampleCenter, extent: extent)
            return SIMD3(place.x, place.y, z * scale)
        }
        switch look {
        case .plain:
            let (points, presence) = try run(crop)
            return PlacedMesh(points: points.map { back($0.x, $0.y, $0.z) }, presence: presence)
        case .mirrored:
            let both = try [crop, Self.mirrored(crop)].concurrentMap(run)
            let ((points, presence), (mirrored, other)) = (both[0], both[1])
            let mean = points.indices.map { index in
                let (a, b) = (points[index], mirrored[mirror[index]])
                // The mirror image of column x is column 191 − x.
                return back((a.x + (extent - 1 - b.x)) / 2, (a.y + b.y) / 2, (a.z + b.z) / 2)
            }
            return PlacedMesh(points: mean, presence: (presence + other) / 2)
        }
    }

    /// Points in samples of the crop, and the presence.
    private func run(_ crop: [Float]) throws -> (points: [SIMD3<Float>], presence: Float) {
        let outputs = try model.run([Tensor(shape: [1, Self.samples, Self.samples, 3], values: crop)])
        let values = outputs[mesh].values
        let points = stride(from: 0, to: values.count, by: 3).map {
            SIMD3(values[$0], values[$0 + 1], values[$0 + 2])
        }
        return (points, 1 / (1 + exp(-outputs[score].values[0])))
    }

    private static func mirrored(_ crop: [Float]) -> [Float] {
        var mirrored = crop
        for row in 0..<samples {
            for column in 0..<samples {
                let (from, to) = ((row * samples + column) * 3, (row * samples + samples - 1 - column) * 3)
                for channel in 0..<3 { mirrored[to + channel] = crop[from + channel] }
            }
        }
        return mirrored
    }
}
