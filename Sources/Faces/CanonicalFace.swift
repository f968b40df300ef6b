import Foundation

/// The mean face of the 468-point landmark model: its shape, its triangles and its flattening, all symmetric.
///
/// Left and right are the picture's. `Scripts/canonical_face.py` made the resource from our own portraits and says
/// how.
package struct CanonicalFace: Sendable {
    /// Mean positions: the outer eye corners lie 1 apart, x right, y down, z away from the camera, origin in the
    /// centroid, upright and looking into the camera.
    package let positions: [SIMD3<Float>]
    /// Where each point lies in the flattened face, 0…1, y down, symmetric about x = 0.5. The lips are open there, so
    /// that the mouth has an area of its own.
    package let uv: [SIMD2<Float>]
    /// The point that mirrors each point.
    package let mirror: [Int]
    /// Three points each, clockwise as seen by the camera (y down): the skin first, then the openings.
    package let triangles: [SIMD3<Int32>]
    /// Ranges of `triangles`; the mirror image of a skin triangle is a skin triangle.
    package let skin: Range<Int>
    package let mouthOpening: Range<Int>
    package let leftEyeOpening: Range<Int>
    package let rightEyeOpening: Range<Int>
    /// The rim of the mesh, clockwise from the top of the forehead.
    package let oval: [Int]
    /// From the left corner along the upper lip and back along the lower; index 10 is the right corner.
    package let outerLips: [Int]
    package let innerLips: [Int]
    /// From the outer corner along the upper lid and back along the lower; index 8 is the inner corner.
    package let leftEye: [Int]
    package let rightEye: [Int]
    package let leftBrow: [Int]
    package let rightBrow: [Int]
    /// All points of the lips, and of the nose from its bridge to its base.
    package let lips: [Int]
    package let nose: [Int]

    /// The face that is built into the program.
    package static let mean: CanonicalFace = {
        do {
            return try CanonicalFace(resource: PackageResources.canonical_face_json)
        } catch {
            // The resource is compiled into the program, and a test reads it: it cannot fail at run time.
            preconditionFailure("the canonical face does not decode: \(error)")
        }
    }()

    private init(resource: [UInt8]) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let stored = try decoder.decode(Stored.self, from: Data(resource))
        let (p, t) = (stored.positions, stored.triangles)
        positions = stride(from: 0, to: p.count, by: 3).map { SIMD3(p[$0], p[$0 + 1], p[$0 + 2]) }
        uv = stride(from: 0, to: stored.uv.count, by: 2).map { SIMD2(stored.uv[$0], stored.uv[$0 + 1]) }
        mirror = stored.mirror
        triangles = stride(from: 0, to: t.count, by: 3).map { SIMD3(t[$0], t[$0 + 1], t[$0 + 2]) }
        let counts = stored.triangleCounts
        skin = 0..<counts.skin
        mouthOpening = skin.upperBound..<skin.upperBound + counts.mouth
        leftEyeOpening = mouthOpening.upperBound..<mouthOpening.upperBound + counts.leftEye
        rightEyeOpening = leftEyeOpening.upperBound..<leftEyeOpening.upperBound + counts.rightEye
        oval = stored.loops.oval
        outerLips = stored.loops.outerLips
        innerLips = stored.loops.innerLips
        leftEye = stored.loops.leftEye
        rightEye = stored.loops.rightEye
        leftBrow = stored.loops.leftBrow
        rightBrow = stored.loops.rightBrow
        lips = stored.points.lips
        nose = stored.points.nose
    }

    /// The resource as `Scripts/canonical_face.py` writes it.
    private struct Stored: Decodable {
        struct Counts: Decodable {
            let skin, mouth, leftEye, rightEye: Int
        }
        struct Loops: Decodable {
            let oval, outerLips, innerLips, leftEye, rightEye, leftBrow, rightBrow: [Int]
        }
        struct Points: Decodable {
            let lips, nose: [Int]
        }
        let positions: [Float]
        let uv: [Float]
        let mirror: [Int]
        let triangles: [Int32]
        let triangleCounts: Counts
        let loops: Loops
        let points: Points
    }
}
