import CKernels
import Faces
import Raster

/// Draws an atlas into a target's face.
package struct FaceRenderer: Sendable {
    private static let skinLabel: UInt8 = 1
    private static let mouthLabel: UInt8 = 2
    private static let leftEyeLabel: UInt8 = 3
    private static let rightEyeLabel: UInt8 = 4
    /// Room around the mesh, in face widths: what blending needs, and what shape transfer needs to fade out.
    private static let margin: Float = 0.25
    private static let shapeMargin: Float = 0.29
    /// Atlas levels by which rendering stays finer than one texel a pixel: the atlas holds more texels than its
    /// photograph had pixels, and the cubic filter bears a little minification.
    private static let finer: Float = 0.6

    let atlas: FaceAtlas

    package init(_ atlas: FaceAtlas) {
        self.atlas = atlas
    }

    /// The part of a target that rendering reads and may change.
    package static func region(for mesh: [SIMD3<Float>], in size: PixelSize, shapeTransfer: Float) -> PixelBox {
        let bounds = MeshBounds(mesh)
        let share = shapeTransfer > 0 ? shapeMargin : margin
        return bounds.pixels(margin: 4 + share * bounds.width).intersection(PixelBox(size))
    }

    /// - Parameters:
    ///   - target: linear RGB of `region`, in the colour space of the atlas.
    ///   - mesh: the target's 468 points in pixels of the photograph.
    ///   - shapeTransfer: 0 (the target's proportions) … 1 (the source's).
    package func render(
        into target: Raster, region: PixelBox, mesh: [SIMD3<Float>], shapeTransfer: Float
    ) -> RenderedFace {
        precondition(target.size == region.size && target.channels == 3, "an RGB raster of the region's size")
        let corner = SIMD3(Float(region.x), Float(region.y), 0)
        let own = mesh.map { $0 - corner }
        let seen = EyeTrace(own, in: target).moves
        let lips = LipTrace(EyeTrace.moved(own, by: atlas.eyeMoves.drawn(like: seen)), in: target)
        var points = lips.mesh
        var shown = EyeTrace.moved(own, by: seen)
        var background = target
        var warp: Warp?
        if shapeTransfer > 0 {
            let moved = lips.kept(
                in: ShapeTransfer(from: points, to: atlas.shape, amount: shapeTransfer).points)
            let field = DisplacementField(size: region.size, from: points, to: moved)
            background = field.applied(to: target)
            warp = Warp(field, of: region)
            for point in shown.indices { shown[point] += moved[point] - points[point] }
            points = moved
        }
        let eyes = TargetEyes(points, atlas: atlas)
        points = lips.kept(in: eyes.points, share: atlas.lips.share(of: lips.opening))
        let map = drawn(points, size: region.size)
        var pixels = Raster(width: region.width, height: region.height, channels: 3)
        atlas.texture.sample(at: map, level: 2, into: &pixels)
        for eye in eyes.drawings { eye.draw(over: &pixels, where: map, skin: Self.skinLabel) }
        let filled = atlas.lips.fits(lips.opening)
        let mouth = filled ? Mask(size: region.size) : map.cover(Self.mouthLabel)
        if shapeTransfer > 0 && !filled { Self.draw(mouthOf: target, lips.mesh, over: &background, points) }
        let lids = map.cover(Self.leftEyeLabel, Self.rightEyeLabel)
        let landmarks = points.map { $0 + corner }
        return RenderedFace(
            region: region, pixels: pixels, target: background,
            moved: shapeTransfer > 0 ? background.differences(from: target) : nil, warp: warp,
            coverage: map.cover(Self.skinLabel, Self.mouthLabel, Self.leftEyeLabel, Self.rightEyeLabel),
            confidence: confidence(at: map), normals: Self.normals(of: landmarks, in: region), mouth: mouth,
            eyes: lids, landmarks: landmarks, shown: shown.map { $0 + corner },
            mirroredNose: atlas.mirroredNose)
    }

    /// What a target shows between its lips, drawn between moved ones: a warp of the whole face is too smooth to keep it
    /// there.
    private static func draw(
        mouthOf target: Raster, _ old: [SIMD3<Float>], over background: inout Raster, _ new: [SIMD3<Float>]
    ) {
        let face = CanonicalFace.mean
        let box = { (mesh: [SIMD3<Float>]) in
            MeshBounds(face.innerLips.map { mesh[$0] }).pixels(margin: 4).intersection(PixelBox(target.size))
        }
        let (from, to) = (box(old), box(new))
        guard !from.isEmpty && !to.isEmpty else { return }
        let corner = SIMD3(Float(to.x), Float(to.y), 0)
        let triangles = Array(face.triangles[face.mouthOpening])
        let map = DrawnMesh(
            size: to.size, points: new.map { $0 - corner }, attributes: 2,
            values: old.flatMap { [$0.x - Float(from.x), $0.y - Float(from.y)] }, triangles: triangles,
            labels: [UInt8](repeating: mouthLabel, count: triangles.count))
        var drawn = background.cropped(to: to)
        ImagePyramid(target.cropped(to: from)).sample(at: map, level: nil, into: &drawn)
        for y in 0..<to.height {
            for x in 0..<to.width where map.labels[y * to.width + x] != 0 {
                for c in 0..<3 { background[to.x + x, to.y + y, c] = drawn[x, y, c] }
            }
        }
    }

    /// Attributes a pixel: x, y in texels of the atlas, the level of the atlas to read.
    private func drawn(_ points: [SIMD3<Float>], size: PixelSize) -> DrawnMesh {
        let face = CanonicalFace.mean
        let levels = self.levels(for: points)
        let side = Float(atlas.side)
        var values: [Float] = []
        values.reserveCapacity(points.count * 3)
        for point in points.indices {
            let uv = face.uv[point] * side
            values += [uv.x, uv.y, levels[point]]
        }
        return DrawnMesh(
            size: size, points: points, attributes: 3, values: values, triangles: face.triangles,
            labels: Self.labels(of: face))
    }

    private static func labels(of face: CanonicalFace) -> [UInt8] {
        face.triangles.indices.map { index in
            if face.mouthOpening.contains(index) { return mouthLabel }
            if face.leftEyeOpening.contains(index) { return leftEyeLabel }
            return face.rightEyeOpening.contains(index) ? rightEyeLabel : skinLabel
        }
    }

    /// The two eye openings of a mesh whose points are pixels of a picture of `size`.
    static func eyes(of points: [SIMD3<Float>], in size: PixelSize) -> Mask {
        let face = CanonicalFace.mean
        return DrawnMesh(
            size: size, points: points, attributes: 0, values: [], triangles: face.triangles, labels: labels(of: face)
        ).cover(leftEyeLabel, rightEyeLabel)
    }

    /// For each point the logarithm (base 2) of atlas texels per pixel of the target, from the triangles around it.
    private func levels(for points: [SIMD3<Float>]) -> [Float] {
        let face = CanonicalFace.mean
        var (texels, drawn) = ([Float](repeating: 0, count: points.count), [Float](repeating: 0, count: points.count))
        let cross = { (a: SIMD2<Float>, b: SIMD2<Float>) in a.x * b.y - a.y * b.x }
        for triangle in face.triangles[face.skin] {
            let corners = [Int(triangle.x), Int(triangle.y), Int(triangle.z)]
            let uv = corners.map { face.uv[$0] * Float(atlas.side) }
            let at = corners.map { SIMD2(points[$0].x, points[$0].y) }
            for corner in corners {
                texels[corner] += abs(cross(uv[1] - uv[0], uv[2] - uv[0]))
                drawn[corner] += max(0, cross(at[1] - at[0], at[2] - at[0]))
            }
        }
        return points.indices.map { point in
            let ratio = texels[point] / max(drawn[point], 1e-3 * texels[point])
            return max(0, 0.5 * Self.logarithm(ratio) - Self.finer)
        }
    }

    /// Base 2, exact at powers of two and within 0.01 between: enough to choose a level, the same everywhere.
    private static func logarithm(_ value: Float) -> Float {
        let (whole, part) = (Float(value.exponent), value.significand - 1)
        return whole + part * (1.343 - 0.343 * part)
    }

    /// Unit normals over `region` of a mesh whose points are pixels of the whole picture; 0 beside it.
    ///
    /// Drawn at the scale at which light is studied: nobody needs them finer, and they would fill much memory. That scale
    /// is found from the points as `FaceStudy` sees them, rounded as they are there.
    static func normals(of landmarks: [SIMD3<Float>], in region: PixelBox) -> Raster {
        let face = CanonicalFace.mean
        let corner = SIMD3(Float(region.x), Float(region.y), 0)
        let points = landmarks.map { $0 - corner }
        let factor = FaceStudy.factor(for: points.map { SIMD2($0.x, $0.y) })
        let small = Raster.shrunkSize(of: region.size, by: factor)
        let map = DrawnMesh(
            size: small, points: points.map { $0 / Float(factor) }, attributes: 3,
            values: FaceSurface(points).normals.flatMap { [$0.x, $0.y, $0.z] }, triangles: face.triangles,
            labels: [UInt8](repeating: 1, count: face.triangles.count))
        var result = Raster(width: small.width, height: small.height, channels: 3)
        for pixel in map.labels.indices where map.labels[pixel] != 0 {
            for c in 0..<3 { result.values[pixel * 3 + c] = map.values[pixel * 3 + c] }
        }
        return result
    }

    private func confidence(at map: DrawnMesh) -> Mask {
        var result = Mask(width: map.size.width, height: map.size.height)
        let plane = atlas.confidence
        let scale = Float(plane.width) / Float(atlas.side)
        for pixel in map.labels.indices where map.labels[pixel] != 0 {
            let at = pixel * map.attributes
            let (x, y) = (map.values[at] * scale - 0.5, map.values[at + 1] * scale - 0.5)
            let (column, row) = (
                min(plane.width - 2, max(0, Int(x))), min(plane.height - 2, max(0, Int(y)))
            )
            let (tx, ty) = (min(1, max(0, x - Float(column))), min(1, max(0, y - Float(row))))
            let first = row * plane.width + column
            let above = plane.values[first] * (1 - tx) + plane.values[first + 1] * tx
            let below =
                plane.values[first + plane.width] * (1 - tx) + plane.values[first + plane.width + 1] * tx
            result.values[pixel] = above * (1 - ty) + below * ty
        }
        return result
    }
}

extension Raster {
    /// 1 where any channel has another value.
    fileprivate func differences(from other: Raster) -> Mask {
        var result = Mask(width: width, height: height)
        for pixel in result.values.indices {
            let at = pixel * channels
            if (at..<at + channels).contains(where: { values[$0] != other.values[$0] }) { result.values[pixel] = 1 }
        }
        return result
    }
}

extension Mask {
    fileprivate init(size: PixelSize) {
        self.init(width: size.width, height: size.height)
    }
}
