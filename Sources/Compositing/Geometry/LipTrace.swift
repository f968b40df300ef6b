import Faces
import Raster

/// The lips as a picture shows them: the line or the opening between them, and the mesh that follows it.
///
/// The landmark model has the width of a mouth about right, but draws smiles flat and flat mouths smiling: its corners
/// are off by up to 0.02 face widths, and the inner rims of closed full lips lie well apart. The dark line between the
/// lips is found in the picture instead, and from it the rims above and below.
package struct LipTrace: Sendable {
    /// The mesh with its lips where the picture shows them: inner rims on the lips' edges, at the line's thickness when
    /// they are closed.
    package let mesh: [SIMD3<Float>]
    package let opening: LipOpening
    /// From the middle between them to the inner rims, in pixels, corners left out.
    private let halves: [Float]

    /// Of the canonical face: a mouth that turns away is as high as it was, and narrower.
    private static let mouthWidth: Float = {
        let (face, lips) = (CanonicalFace.mean.positions, CanonicalFace.mean.innerLips)
        return face[lips[10]].x - face[lips[0]].x
    }()
    /// Gap between the mesh's rims, over the mouth's width, above which the mesh sees better than a search: tongue and
    /// gums look like lips.
    private static let certain: Float = 0.30
    /// Share of a lip's thickness next to such an opening in which teeth may show through the landmarks' error.
    private static let rim: Float = 0.08
    /// Height of the fullest opening against an ellipse's.
    private static let fullness: Float = 1.15
    /// Longest move, in face widths, reached smoothly.
    private static let most: Float = 0.06

    /// - Parameters:
    ///   - mesh: in pixels of `pixels`.
    ///   - pixels: linear RGB.
    package init(_ mesh: [SIMD3<Float>], in pixels: Raster) {
        let axis = MouthAxis(mesh)
        let faceWidth = MeshBounds(mesh).width
        let width = FaceFit(mesh).scale * Self.mouthWidth
        let gap = Self.gaps(of: mesh)[2...6].reduce(0) { $0 + $1 / 5 } / width
        let reach = LipStrip.length * axis.half + 2 * LipStrip.height * faceWidth
        guard gap < Self.certain else {
            self.mesh = Self.opened(mesh)
            halves = Self.gaps(of: self.mesh).map { $0 / 2 }
            opening = LipOpening(ratio: gap)
            return
        }
        guard let picture = FeaturePicture(pixels, about: axis.middle, reach: reach, faceWidth: faceWidth) else {
            // Too small to show anything, or cut off: what is between the lips is nobody's.
            self.mesh = mesh
            halves = Self.gaps(of: mesh).map { $0 / 2 }
            opening = LipOpening(ratio: 0)
            return
        }
        let strip = LipStrip(axis, in: picture, faceWidth: faceWidth)
        // Beside bright teeth a thin lip is a dark line too: there the mesh's line serves better.
        let line = LipRims.showTeeth(on: mesh, in: picture) ? strip.meshLine : strip.line
        let rims = LipRims(mesh, axis: axis, line: line, in: picture, faceWidth: faceWidth)
        let followed = Self.followed(mesh, axis: axis, line: line, rims: rims, faceWidth: faceWidth)
        (self.mesh, halves) = Self.laid(followed, halves: Self.halves(of: rims, axis: axis, width: width))
        let ends = [halves[0], halves[1], halves[7], halves[8]]
        opening = LipOpening(
            ratio: halves[3...5].reduce(0) { $0 + 2 * $1 / 3 } / width,
            atCorners: ends.reduce(0) { $0 + $1 / 2 } / width)
    }

    /// The mesh with its line between the lips laid over the one found, and what is near going along.
    private static func followed(
        _ mesh: [SIMD3<Float>], axis: MouthAxis, line: LipStrip.Line, rims: LipRims, faceWidth: Float
    ) -> [SIMD3<Float>] {
        var (across, down): ([SIMD2<Float>], [SIMD2<Float>]) = ([], [])
        let most = Self.most * faceWidth
        for point in axis.line {
            let heights = rims.heights(at: axis.share(of: point))
            var place = line.place(at: axis.share(of: point), over: axis)
            place.y += (heights.lower - heights.upper) / 2
            var move = axis.pixels(place) - axis.pixels(point)
            move /= (1 + (move * move).sum() / (most * most)).squareRoot()
            across.append(SIMD2(point.x, move.x))
            down.append(SIMD2(point.x, move.y))
        }
        let shares = MouthReach.shares(of: mesh)
        return mesh.indices.map { point in
            guard shares[point] > 0 else { return mesh[point] }
            let along = axis.place(of: mesh[point].flat).x
            return mesh[point] + SIMD3(across.height(at: along), down.height(at: along), 0) * shares[point]
        }
    }

    /// From the middle between them to the rims, in pixels, corners left out.
    private static func halves(of rims: LipRims, axis: MouthAxis, width: Float) -> [Float] {
        let line = axis.line[2...10]
        let found = line.map { point in
            let heights = rims.heights(at: axis.share(of: point))
            return (heights.upper + heights.lower) / 2
        }
        let most = found[3...5].max() ?? 0
        guard LipOpening(ratio: 2 * most / width).isOpen else { return found }
        // An opening closes towards its corners; a line does not.
        return zip(found, line).map { half, point in
            min(half, fullness * most * max(0, 1 - point.x * point.x).squareRoot())
        }
    }

    /// Another mesh of this face with the rims as far apart as here, or a share of that.
    func kept(in mesh: [SIMD3<Float>], share: Float = 1) -> [SIMD3<Float>] {
        Self.laid(mesh, halves: halves.map { $0 * share }).mesh
    }

    /// The mesh with its inner rims at distances from the middle between them, and the lips spread from there to their
    /// outer rims.
    /// - Returns: also the distances as far as the lips have room for them.
    private static func laid(_ mesh: [SIMD3<Float>], halves: [Float]) -> (mesh: [SIMD3<Float>], halves: [Float]) {
        let face = CanonicalFace.mean
        let (inner, outer) = (face.innerLips, face.outerLips)
        let axis = MouthAxis(mesh)
        let heights = mesh.map { axis.place(of: $0.flat).y }
        // Pixels by which each rim moves, over the flattened face, where lips are apart.
        let corners = [0, 10].map { (at: face.uv[inner[$0]].x, move: SIMD2<Float>.zero) }
        var (upper, lower, kept) = ([corners[0]], [corners[0]], [Float]())
        for k in 1..<10 {
            let (above, below) = (inner[k], inner[20 - k])
            let middle = (heights[above] + heights[below]) / 2
            let room = max(0, min(middle - heights[outer[k]], heights[outer[20 - k]] - middle))
            let half = min(halves[k - 1], LipRims.farthest * room)
            let (point, down) = ((mesh[above].flat + mesh[below].flat) / 2, axis.downwards * half)
            upper.append((face.uv[above].x, point - down - mesh[above].flat))
            lower.append((face.uv[below].x, point + down - mesh[below].flat))
            kept.append(half)
        }
        let above = spread(upper + [corners[1]], over: mesh, from: Array(0...10), along: axis)
        return (spread(lower + [corners[1]], over: above, from: [0] + (10..<20).reversed(), along: axis), kept)
    }

    /// The mesh with one lip's inner rim moved, what is between it and the outer rim going along.
    /// - Parameters:
    ///   - moves: pixels, at places across the flattened face.
    ///   - rim: the lip's places in the loops of the rims, from left to right.
    private static func spread(
        _ moves: [(at: Float, move: SIMD2<Float>)], over mesh: [SIMD3<Float>], from rim: [Int], along axis: MouthAxis
    ) -> [SIMD3<Float>] {
        let face = CanonicalFace.mean
        let loops = [face.innerLips, face.outerLips].map { loop in rim.map { loop[$0] } }
        let (from, to) = (loops[0].map { face.uv[$0] }, loops[1].map { face.uv[$0] })
        let (across, down) = (moves.map { SIMD2($0.at, $0.move.x) }, moves.map { SIMD2($0.at, $0.move.y) })
        // How far each point of the lip lies from its inner rim, 0, to its outer one, 1.
        let shares = face.lips.compactMap { point -> (point: Int, share: Float)? in
            let at = face.uv[point]
            let start = from.height(at: at.x)
            let share = (at.y - start) / (to.height(at: at.x) - start)
            return share > -1e-3 && share < 1 ? (point, share) : nil
        }
        var result = mesh
        for (point, share) in shares {
            let x = face.uv[point].x
            result[point] += SIMD3(across.height(at: x), down.height(at: x), 0) * (1 - share)
        }
        let rims = loops.map { loop in loop.map { axis.place(of: result[$0].flat) } }
        for (point, share) in shares {
            let place = axis.place(of: result[point].flat)
            let ordered = unfolded(
                place.y, share: share, from: rims[0].height(at: place.x), to: rims[1].height(at: place.x))
            result[point] += SIMD3(axis.downwards * (ordered - place.y), 0)
        }
        return result
    }

    /// The height of a point between a lip's rims, kept between them: the landmark model lets thin lips curl in, and the
    /// fold would show teeth on the lip.
    /// - Parameter share: of the way to the outer rim where the face is flat; the height may differ from it by half.
    private static func unfolded(_ height: Float, share: Float, from inner: Float, to outer: Float) -> Float {
        let way = (height - inner) / (outer - inner)
        guard share > 0 && way.isFinite else { return height }
        return inner + (outer - inner) * min((1 + share) / 2, max(share / 2, way))
    }

    /// Distances between the inner rims, corners left out.
    private static func gaps(of mesh: [SIMD3<Float>]) -> [Float] {
        let inner = CanonicalFace.mean.innerLips
        return (1..<10).map { k in
            let line = mesh[inner[20 - k]] - mesh[inner[k]]
            return (line * line).sum().squareRoot()
        }
    }

    /// The mesh with its inner rims a little inside the lips, so that no teeth come with them.
    private static func opened(_ mesh: [SIMD3<Float>]) -> [SIMD3<Float>] {
        let (inner, outer) = (CanonicalFace.mean.innerLips, CanonicalFace.mean.outerLips)
        var result = mesh
        for k in 1..<20 where k != 10 {
            result[inner[k]] = mesh[inner[k]] + (mesh[outer[k]] - mesh[inner[k]]) * rim
        }
        return result
    }
}
