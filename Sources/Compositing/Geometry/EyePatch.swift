import Faces

/// An eye as its source shows it: not flattened, so that the iris keeps its shape under any lids.
struct EyePatch: Sendable {
    let pixels: ImagePyramid
    /// The 16 points of the lids in pixels of the patch, in the order of `CanonicalFace.leftEye`.
    let lids: [SIMD2<Float>]
    /// How the eye lies against the mesh of the landmark model; nil where nothing tells.
    let move: EyeMove?
    /// Length in pixels of the canonical eye, corner to corner, as the source's pose shortens it.
    let span: Float
    /// The same without shortening.
    let scale: Float

    var shape: EyeShape { EyeShape(lids: lids, span: span) }
}

/// The opening of an eye.
struct EyeShape: Sendable {
    /// Mean height of the opening over the length between the corners.
    let opening: Float
    let span: Float

    init(lids: [SIMD2<Float>], span: Float) {
        self.span = span
        let along = lids[8] - lids[0]
        let length = max(1e-3, Self.length(lids[0], lids[8]))
        let across = SIMD2(-along.y, along.x) / length
        var height: Float = 0
        for k in 1..<8 { height += abs(((lids[k] - lids[16 - k]) * across).sum()) }
        opening = height / 7 / length
    }

    /// Width over height that the pose gives this eye, against another: below 1 when this one is turned farther away.
    ///
    /// - Parameter scale: size of this face over the other's.
    func shortening(against other: EyeShape, scale: Float) -> Float {
        min(1.6, max(0.6, span / max(1e-3, other.span) / max(1e-6, scale)))
    }

    /// Half the middle of the corners, half the middle of the lids: squinting moves the lids, not the eyeball.
    static func center(_ lids: [SIMD2<Float>]) -> SIMD2<Float> {
        let corners = (lids[0] + lids[8]) / 2
        let all = lids.reduce(SIMD2<Float>.zero, +) / Float(lids.count)
        return (corners + all) / 2
    }

    static func length(_ a: SIMD2<Float>, _ b: SIMD2<Float>) -> Float {
        ((a - b) * (a - b)).sum().squareRoot()
    }
}
