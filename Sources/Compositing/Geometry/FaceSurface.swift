import Faces
import Raster

/// What a mesh says about the surface that its camera sees: normals, and which points are in view.
struct FaceSurface: Sendable {
    /// Unit outward normals (x right, y down, z away, so those that face the camera have z < 0).
    let normals: [SIMD3<Float>]
    /// 0 (turned away, or behind another part of the face) … 1 (facing the camera), for each point.
    let facing: [Float]

    /// Cosine to the camera below which a surface is a guess, and above which it is as good as frontal.
    private static let grazing: Float = 0.12
    private static let frontal: Float = 0.55
    /// Depth, in face widths, by which a point must lie behind another part to be hidden.
    private static let slack: Float = 0.05
    /// Radius, in face widths, around a point that must be clear of outlines.
    private static let disc: Float = 0.025

    init(_ mesh: [SIMD3<Float>]) {
        let face = CanonicalFace.mean
        var sums = [SIMD3<Float>](repeating: .zero, count: mesh.count)
        var neighbours = [Set<Int>](repeating: [], count: mesh.count)
        for triangle in face.triangles {
            let (i, j, k) = (Int(triangle.x), Int(triangle.y), Int(triangle.z))
            let normal = Self.cross(mesh[k] - mesh[i], mesh[j] - mesh[i])
            for point in [i, j, k] { sums[point] += normal }
            neighbours[i].formUnion([j, k])
            neighbours[j].formUnion([i, k])
            neighbours[k].formUnion([i, j])
        }
        let raw = sums.map(Self.unit)
        let around = neighbours.map { $0.sorted() }
        let smoothed = { (normals: [SIMD3<Float>]) in
            normals.indices.map { point in Self.unit(around[point].reduce(normals[point] * 2) { $0 + normals[$1] }) }
        }
        // One step: the model's depth is noisier than a face.
        normals = smoothed(raw)
        // Creases of lips and lids are seen from wherever the skin around them is.
        var broad = normals
        for _ in 0..<4 { broad = smoothed(broad) }
        let clear = Self.clear(mesh)
        facing = mesh.indices.map { [broad] point in
            (-broad[point].z).smoothStep(Self.grazing...Self.frontal) * clear[point]
        }
    }

    /// How far each point lies from whatever may hide it, 0 … 1: the share of a disc around it in which nothing is
    /// nearer to the camera and which the face fills. The outline of a nose or a cheek is never exact in the model.
    private static func clear(_ mesh: [SIMD3<Float>]) -> [Float] {
        let face = CanonicalFace.mean
        let bounds = MeshBounds(mesh)
        let side = 192
        let scale = Float(side - 4) / max(bounds.width, bounds.height, 1)
        let small = mesh.map { SIMD3(($0.x - bounds.x) * scale + 2, ($0.y - bounds.y) * scale + 2, $0.z * scale) }
        let drawn = DrawnMesh(
            size: PixelSize(width: side, height: side), points: small, attributes: 0, values: [],
            triangles: face.triangles, labels: [UInt8](repeating: 1, count: face.triangles.count))
        let slack = Self.slack * bounds.width * scale
        let radius = max(1, Int((Self.disc * bounds.width * scale).rounded()))
        return small.map { point in
            let (x, y) = (Int(point.x), Int(point.y))
            var (free, all): (Float, Float) = (0, 0)
            for j in y - radius...y + radius {
                for i in x - radius...x + radius {
                    let away = (i - x) * (i - x) + (j - y) * (j - y)
                    guard away <= radius * radius else { continue }
                    all += 1
                    guard i >= 0, j >= 0, i < side, j < side, drawn.labels[j * side + i] != 0 else { continue }
                    if drawn.depth[j * side + i] > point.z - slack { free += 1 }
                }
            }
            return (free / all).smoothStep(0.5...0.9)
        }
    }

    private static func cross(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> SIMD3<Float> {
        let x: Float = a.y * b.z - a.z * b.y
        let y: Float = a.z * b.x - a.x * b.z
        let z: Float = a.x * b.y - a.y * b.x
        return SIMD3(x, y, z)
    }

    private static func unit(_ vector: SIMD3<Float>) -> SIMD3<Float> {
        let length = (vector * vector).sum().squareRoot()
        return length > 1e-12 ? vector / length : SIMD3(0, 0, -1)
    }
}

/// The box around a mesh in the picture's plane.
struct MeshBounds: Sendable {
    let x: Float
    let y: Float
    let width: Float
    let height: Float

    init(_ mesh: [SIMD3<Float>]) {
        let (xs, ys) = (mesh.map(\.x), mesh.map(\.y))
        (x, y) = (xs.min() ?? 0, ys.min() ?? 0)
        (width, height) = ((xs.max() ?? 0) - x, (ys.max() ?? 0) - y)
    }

    /// Whole pixels that hold the box and `margin` pixels around it.
    func pixels(margin: Float) -> PixelBox {
        let (left, top) = (Int((x - margin).rounded(.down)), Int((y - margin).rounded(.down)))
        return PixelBox(
            x: left, y: top, width: Int((x + width + margin).rounded(.up)) - left,
            height: Int((y + height + margin).rounded(.up)) - top)
    }
}
