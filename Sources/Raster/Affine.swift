/// A plane affine map: `(x, y) ↦ (a·x + c·y + tx, b·x + d·y + ty)`, in continuous pixel coordinates
/// (pixel centres at half-integers).
public struct Affine: Hashable, Sendable, Codable {
    public var a: Float
    public var b: Float
    public var c: Float
    public var d: Float
    public var tx: Float
    public var ty: Float

    public init(a: Float, b: Float, c: Float, d: Float, tx: Float, ty: Float) {
        self.a = a
        self.b = b
        self.c = c
        self.d = d
        self.tx = tx
        self.ty = ty
    }

    public static let identity = Affine(a: 1, b: 0, c: 0, d: 1, tx: 0, ty: 0)

    public func callAsFunction(_ point: SIMD2<Float>) -> SIMD2<Float> {
        let x: Float = a * point.x + c * point.y + tx
        let y: Float = b * point.x + d * point.y + ty
        return SIMD2(x, y)
    }

    public var determinant: Float { a * d - b * c }

    /// The inverse map, or nil when the map is singular.
    public var inverse: Affine? {
        let det = determinant
        guard det.isFinite, abs(det) > .leastNormalMagnitude else { return nil }
        let (ia, ib, ic, id) = (d / det, -b / det, -c / det, a / det)
        return Affine(a: ia, b: ib, c: ic, d: id, tx: -(ia * tx + ic * ty), ty: -(ib * tx + id * ty))
    }

    /// The map that applies this one first and then `next`.
    public func followed(by next: Affine) -> Affine {
        let origin = next(SIMD2(tx, ty))
        return Affine(
            a: next.a * a + next.c * b, b: next.b * a + next.d * b,
            c: next.a * c + next.c * d, d: next.b * c + next.d * d,
            tx: origin.x, ty: origin.y)
    }
}
