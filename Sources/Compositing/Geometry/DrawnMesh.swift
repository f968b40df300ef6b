import CKernels
import Faces
import Raster

/// Planes of numbers that a triangle mesh leaves when it is drawn with a depth test.
struct DrawnMesh: Sendable {
    let size: PixelSize
    /// Numbers a pixel in `values`.
    let attributes: Int
    /// The label of the triangle at each pixel, 0 where there is none.
    let labels: [UInt8]
    /// The attributes of the points, interpolated; 0 where there is no triangle.
    let values: [Float]
    /// Depth of the triangle at each pixel, very large where there is none.
    let depth: [Float]

    /// - Parameters:
    ///   - points: x, y in pixels and depth, smaller towards the camera.
    ///   - values: `attributes` numbers (at most 8) for each point.
    ///   - labels: one for each triangle, not 0.
    init(
        size: PixelSize, points: [SIMD3<Float>], attributes: Int, values: [Float], triangles: [SIMD3<Int32>],
        labels: [UInt8]
    ) {
        precondition(values.count == points.count * attributes && labels.count == triangles.count && attributes <= 8)
        self.size = size
        self.attributes = attributes
        let corners = points.flatMap { [$0.x, $0.y, $0.z] }
        let indices = triangles.flatMap { [$0.x, $0.y, $0.z] }
        var drawnDepth = [Float](repeating: .greatestFiniteMagnitude, count: size.area)
        var drawnLabels = [UInt8](repeating: 0, count: size.area)
        var drawnValues = [Float](repeating: 0, count: size.area * attributes)
        corners.withUnsafeBufferPointer { corners in
            indices.withUnsafeBufferPointer { indices in
                values.withUnsafeBufferPointer { values in
                    labels.withUnsafeBufferPointer { labels in
                        drawnDepth.withUnsafeMutableBufferPointer { depth in
                            drawnLabels.withUnsafeMutableBufferPointer { label in
                                drawnValues.withUnsafeMutableBufferPointer { out in
                                    // Safe: each band writes its own rows alone.
                                    nonisolated(unsafe) var mesh = kernel_mesh(
                                        points: corners.baseAddress, attributes: values.baseAddress,
                                        attribute_count: attributes, triangles: indices.baseAddress,
                                        labels: labels.baseAddress, triangle_count: triangles.count,
                                        width: size.width, height: size.height, depth: depth.baseAddress,
                                        label: label.baseAddress, out: out.baseAddress)
                                    Rows.parallel(size.height) { rows in
                                        kernel_draw_mesh(&mesh, rows.lowerBound, rows.upperBound)
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        (depth, self.labels, self.values) = (drawnDepth, drawnLabels, drawnValues)
    }

    /// 1 where the label is one of `wanted`, with a soft rim that stays inside: each pixel's share of its 3 × 3
    /// neighbours that carry it.
    func cover(_ wanted: UInt8...) -> Mask {
        var mask = Mask(width: size.width, height: size.height)
        let (width, height) = (size.width, size.height)
        for y in 0..<height {
            for x in 0..<width where wanted.contains(labels[y * width + x]) {
                var count: Float = 0
                for j in max(0, y - 1)...min(height - 1, y + 1) {
                    for i in max(0, x - 1)...min(width - 1, x + 1) where wanted.contains(labels[j * width + i]) {
                        count += 1
                    }
                }
                let whole = Float(
                    (min(height - 1, y + 1) - max(0, y - 1) + 1) * (min(width - 1, x + 1) - max(0, x - 1) + 1))
                mask.values[y * width + x] = count / whole
            }
        }
        return mask
    }
}

extension DrawnMesh {
    /// The flattened face (`CanonicalFace.uv`) on a square, all of it under label 1.
    static func flattened(
        side: Int, attributes: Int = 0, values: [Float] = [], triangles: [SIMD3<Int32>] = CanonicalFace.mean.triangles
    ) -> DrawnMesh {
        DrawnMesh(
            size: PixelSize(width: side, height: side),
            points: CanonicalFace.mean.uv.map { SIMD3($0.x * Float(side), $0.y * Float(side), 0) },
            attributes: attributes, values: values, triangles: triangles,
            labels: [UInt8](repeating: 1, count: triangles.count))
    }
}
