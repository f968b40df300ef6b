import Faces
import Raster

/// How far the points of a mesh go along when its lips move.
enum MouthReach {
    /// Distance from the lips, in face widths, at which nothing moves any more.
    private static let distance: Float = 0.10

    /// For each point 1 on the lips, less beside them, 0 far away.
    static func shares(of mesh: [SIMD3<Float>]) -> [Float] {
        let face = CanonicalFace.mean
        let outline = face.outerLips.map { mesh[$0].flat }
        let lips = Set(face.lips)
        let width = MeshBounds(mesh).width
        return mesh.indices.map { point in
            guard !lips.contains(point) else { return 1 }
            let away = mesh[point].flat.distance(to: outline)
            return 1 - away.smoothStep(0...distance * width)
        }
    }
}

extension SIMD2<Float> {
    /// To the nearest point of a closed loop.
    func distance(to loop: [SIMD2<Float>]) -> Float {
        var nearest = Float.greatestFiniteMagnitude
        for (index, start) in loop.enumerated() {
            let edge = loop[(index + 1) % loop.count] - start
            let t = Swift.min(1, Swift.max(0, ((self - start) * edge).sum() / Swift.max(1e-6, (edge * edge).sum())))
            let away = self - start - edge * t
            nearest = Swift.min(nearest, (away * away).sum())
        }
        return nearest.squareRoot()
    }
}
