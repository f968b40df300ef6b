import CKernels
import Faces
import Raster

/// A smooth warp of a region that follows a mesh from one place to another and fades to nothing before the rim.
///
/// Stored backwards: each pixel of the result says where it comes from. Inside the face the field is the mesh's own;
/// outside, the rim of the mesh leads by inverse distance (Shepard 1968, power 4).
package struct DisplacementField: Sendable {
    package let size: PixelSize
    /// dx, dy in pixels at nodes (i − 1) · spacing.
    package let nodes: [SIMD2<Float>]
    package let columns: Int
    package let rows: Int
    package let spacing: Float

    /// Nodes across the face.
    private static let resolution: Float = 48
    /// Distance from the face, in its widths, at which the warp has faded out.
    private static let reach: Float = 0.28
    /// Width of the band at the rim of the region where the warp is held to nothing, in face widths.
    private static let rim: Float = 0.03

    package init(size: PixelSize, from old: [SIMD3<Float>], to new: [SIMD3<Float>]) {
        let face = CanonicalFace.mean
        let width = max(8, MeshBounds(new).width)
        let spacing = max(1, width / Self.resolution)
        let columns = Int((Float(size.width) / spacing).rounded(.up)) + 4
        let rows = Int((Float(size.height) / spacing).rounded(.up)) + 4
        self.size = size
        (self.columns, self.rows, self.spacing) = (columns, rows, spacing)
        let moves = new.indices.map { SIMD2(old[$0].x - new[$0].x, old[$0].y - new[$0].y) }
        // Node (i, j) lies in the middle of pixel (i, j) of the small plane.
        let small = new.map { SIMD3($0.x / spacing + 1.5, $0.y / spacing + 1.5, $0.z) }
        let drawn = DrawnMesh(
            size: PixelSize(width: columns, height: rows), points: small, attributes: 2,
            values: moves.flatMap { [$0.x, $0.y] }, triangles: face.triangles,
            labels: [UInt8](repeating: 1, count: face.triangles.count))
        let oval = face.oval.map { (at: SIMD2(new[$0].x, new[$0].y), move: moves[$0]) }
        var nodes = [SIMD2<Float>](repeating: .zero, count: columns * rows)
        for j in 0..<rows {
            for i in 0..<columns {
                let node = j * columns + i
                let at = SIMD2(Float(i - 1), Float(j - 1)) * spacing
                if drawn.labels[node] != 0 {
                    nodes[node] = SIMD2(drawn.values[node * 2], drawn.values[node * 2 + 1])
                } else {
                    nodes[node] = Self.outside(at, oval, width: width)
                }
            }
        }
        nodes = Self.blurred(Self.blurred(nodes, columns, rows), columns, rows)
        let band = Self.rim * width
        for j in 0..<rows {
            for i in 0..<columns {
                let (x, y) = (Float(i - 1) * spacing, Float(j - 1) * spacing)
                // A spline reaches two nodes: the outermost three are held at nothing.
                let inside = min(min(x, y), min(Float(size.width) - x, Float(size.height) - y)) - 2 * spacing
                nodes[j * columns + i] *= Self.smooth(inside / band)
            }
        }
        self.nodes = nodes
    }

    private static func smooth(_ t: Float) -> Float {
        let t = min(1, max(0, t))
        return t * t * t * (t * (t * 6 - 15) + 10)
    }

    private static func outside(
        _ at: SIMD2<Float>, _ oval: [(at: SIMD2<Float>, move: SIMD2<Float>)], width: Float
    ) -> SIMD2<Float> {
        var sum = SIMD2<Float>.zero
        var (weights, nearest): (Float, Float) = (0, .greatestFiniteMagnitude)
        for (index, point) in oval.enumerated() {
            let next = oval[(index + 1) % oval.count]
            let (edge, from) = (next.at - point.at, at - point.at)
            let t = min(1, max(0, (from * edge).sum() / max(1e-6, (edge * edge).sum())))
            let away = from - edge * t
            let square = max(1e-3, (away * away).sum())
            let weight = (edge * edge).sum().squareRoot() / (square * square)
            sum += (point.move + (next.move - point.move) * t) * weight
            weights += weight
            nearest = min(nearest, square)
        }
        return sum / weights * smooth(1 - nearest.squareRoot() / (reach * width))
    }

    /// 1 2 1 both ways.
    private static func blurred(_ nodes: [SIMD2<Float>], _ columns: Int, _ rows: Int) -> [SIMD2<Float>] {
        let across = nodes.indices.map { node -> SIMD2<Float> in
            let (row, i) = (node / columns * columns, node % columns)
            return nodes[row + max(0, i - 1)] * 0.25 + nodes[node] * 0.5 + nodes[row + min(columns - 1, i + 1)] * 0.25
        }
        return across.indices.map { node in
            let (j, i) = (node / columns, node % columns)
            let (above, below) = (max(0, j - 1) * columns + i, min(rows - 1, j + 1) * columns + i)
            return across[above] * 0.25 + across[node] * 0.5 + across[below] * 0.25
        }
    }

    /// Where a point of the result comes from, less that point.
    func displacement(at point: SIMD2<Float>) -> SIMD2<Float> {
        let limits = (lowest: SIMD2<Float>.zero, highest: SIMD2(Float(columns - 4), Float(rows - 4)))
        let grid = pointwiseMin(limits.highest, pointwiseMax(limits.lowest, point / spacing))
        let (column, row) = (min(columns - 5, Int(grid.x)), min(rows - 5, Int(grid.y)))
        let (across, down) = (Self.spline(grid.x - Float(column)), Self.spline(grid.y - Float(row)))
        var sum = SIMD2<Float>.zero
        for j in 0..<4 {
            for i in 0..<4 { sum += nodes[(row + j) * columns + column + i] * (across[i] * down[j]) }
        }
        return sum
    }

    /// Uniform cubic B-spline, as `kernel_displace` has it.
    private static func spline(_ t: Float) -> SIMD4<Float> {
        let (square, cube, left) = (t * t, t * t * t, 1 - t)
        return SIMD4(left * left * left, 3 * cube - 6 * square + 4, 3 * (square + t - cube) + 1, cube) / 6
    }

    /// The image as the field moves it; pixels that do not move keep their exact values.
    package func applied(to image: Raster) -> Raster {
        precondition(image.size == size && image.channels == 3, "an RGB raster of the field's size")
        var result = image
        let flat = nodes.flatMap { [$0.x, $0.y] }
        image.values.withUnsafeBufferPointer { from in
            flat.withUnsafeBufferPointer { nodes in
                result.values.withUnsafeMutableBufferPointer { out in
                    // Safe: each band writes its own rows alone.
                    nonisolated(unsafe) var field = kernel_displacement(
                        in: from.baseAddress, width: size.width, height: size.height, nodes: nodes.baseAddress,
                        columns: columns, rows: rows, spacing: spacing, out: out.baseAddress)
                    Rows.parallel(size.height) { rows in
                        kernel_displace(&field, rows.lowerBound, rows.upperBound)
                    }
                }
            }
        }
        return result
    }
}
