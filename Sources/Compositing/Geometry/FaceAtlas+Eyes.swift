import Faces
import Raster

extension FaceAtlas {
    /// Room around the lids, as a share of the eye's length.
    private static let room: Float = 0.35
    /// Facing below which an eye is better taken from the other side of the face.
    private static let turnedAway: Float = 0.3

    /// Blurs at which a gain is light, as shares of the flattened face, and the least of it that counts.
    private static let lightSigmas: [Float] = [0.06, 0.03]
    private static let leastGain: Float = 1e-3

    /// The eye as the best view shows it, or the mirror image of the other one where no view does.
    static func eye(
        _ loop: [Int], views: [UnwrappedView], merge: ViewMerge, completion: MirrorCompletion
    ) -> EyePatch {
        let face = CanonicalFace.mean
        let twin = loop.map { face.mirror[$0] }
        let seen = { (loop: [Int], view: UnwrappedView) in
            loop.reduce(Float(0)) { $0 + view.facing[$1] } / Float(loop.count)
        }
        let choice = { (loop: [Int]) -> Int in
            let scores = views.map { seen(loop, $0) * $0.worth }
            return scores.indices.max { scores[$0] < scores[$1] } ?? 0
        }
        let (own, other) = (choice(loop), choice(twin))
        let middle = loop.reduce(SIMD2<Float>.zero) { $0 + face.uv[$1] } / Float(loop.count)
        let here = Int(middle.y * Float(gridSide)) * gridSide + Int(middle.x * Float(gridSide))
        // An eye in the shadow keeps its own gaze; only one that is not seen is borrowed from the other side.
        guard seen(loop, views[own]) < turnedAway, seen(twin, views[other]) > turnedAway else {
            return patch(loop, of: views[own], gains: zip(merge.gains[own], completion.ownGains).map { $0 * $1 })
        }
        let share = completion.mirroredShare[here]
        let gain = share > 0 ? completion.mirrored[here] / share : SIMD3(repeating: 1)
        return patch(twin, of: views[other], gains: merge.gains[other].map { $0 * gain }).flipped()
    }

    /// How the eyes lie against the landmark model's mesh.
    var eyeMoves: EyeMoves { EyeMoves(left: eyes[0].move, right: eyes[1].move) }

    /// Each pixel by the gain of the skin about its own cell: beside an eye in the shade the skin may lie in the sun, and
    /// what two eyes differ by is not light.
    /// - Parameters:
    ///   - gains: `gridSide` × `gridSide`.
    ///   - mesh: in pixels of the picture.
    private static func light(_ pixels: inout Raster, by gains: [SIMD3<Float>], where mesh: [SIMD3<Float>]) {
        let face = CanonicalFace.mean
        let map = DrawnMesh(
            size: pixels.size, points: mesh, attributes: 2, values: face.uv.flatMap { [$0.x, $0.y] },
            triangles: face.triangles, labels: [UInt8](repeating: 1, count: face.triangles.count))
        let grid = Raster(
            width: gridSide, height: gridSide, channels: 3, values: gains.flatMap { [$0.x, $0.y, $0.z] })
        let size = PixelSize(width: gridSide, height: gridSide)
        let features = FaceRegions(size: size, points: face.uv.map { $0 * Float(gridSide) }).features()
        let skin = MaskedAverage(weight: features.map { 1 - $0 }, faceWidth: Float(gridSide))
        let light = skin.filled(grid.logarithm(floor: leastGain), sigmas: lightSigmas).exponential()
        for pixel in map.labels.indices where map.labels[pixel] != 0 {
            let cell = SIMD2(map.values[pixel * 2], map.values[pixel * 2 + 1]) * Float(gridSide) - 0.5
            for c in 0..<3 { pixels.values[pixel * 3 + c] *= light.value(at: cell, c) }
        }
    }

    private static func patch(_ loop: [Int], of view: UnwrappedView, gains: [SIMD3<Float>]) -> EyePatch {
        let lids = loop.map { SIMD2(view.mesh[$0].x, view.mesh[$0].y) }
        let xs = lids.map(\.x)
        let (least, most) = (xs.min() ?? 0, xs.max() ?? 0)
        let points = loop.map { view.mesh[$0] }
        let box = MeshBounds(points).pixels(margin: 4 + room * (most - least))
        let pixels = view.pixels.size
        let held = box.intersection(PixelBox(pixels))
        let corner = SIMD2(Float(held.x), Float(held.y))
        var crop = held.isEmpty ? Raster(width: 1, height: 1, channels: 3) : view.pixels.cropped(to: held)
        light(&crop, by: gains, where: view.mesh.map { $0 - SIMD3(corner.x, corner.y, 0) })
        return EyePatch(
            pixels: ImagePyramid(crop), lids: lids.map { $0 - corner },
            move: loop == CanonicalFace.mean.leftEye ? view.eyes.left : view.eyes.right, span: view.fit.eyeSpan(loop),
            scale: view.fit.eyeScale(loop))
    }
}

extension EyePatch {
    /// From right to left.
    fileprivate func flipped() -> EyePatch {
        let base = pixels.base
        var image = base
        for y in 0..<base.height {
            for x in 0..<base.width {
                for c in 0..<3 { image[x, y, c] = base[base.width - 1 - x, y, c] }
            }
        }
        let width = Float(base.width)
        return EyePatch(
            pixels: ImagePyramid(image), lids: lids.map { SIMD2(width - $0.x, $0.y) }, move: move?.mirrored,
            span: span, scale: scale)
    }
}

extension FaceFit {
    /// Length in pixels of the canonical face's eye, corner to corner, as this pose shows it.
    func eyeSpan(_ loop: [Int]) -> Float {
        let positions = CanonicalFace.mean.positions
        let line = turned(positions[loop[8]] - positions[loop[0]])
        return max(1e-3, (line.x * line.x + line.y * line.y).squareRoot())
    }

    /// The same as if the eye faced the camera.
    func eyeScale(_ loop: [Int]) -> Float {
        let positions = CanonicalFace.mean.positions
        let line = positions[loop[8]] - positions[loop[0]]
        return max(1e-3, (line * line).sum().squareRoot() * scale)
    }
}
