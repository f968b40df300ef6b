/// A plane affine map from a picture to a crop, `(x, y) ↦ (xx·x + xy·y + tx, yx·x + yy·y + ty)`.
///
/// Coordinates count from the **centre** of the first pixel, as OpenCV's and FaceFusion's do, so that matrices can be
/// compared number by number; `Face` counts from its corner. Double precision: a ten-thousandth of a pixel is lost in
/// float32 at the far end of a large picture.
package struct CropMatrix: Sendable, Equatable {
    package var xx, xy, tx: Double
    package var yx, yy, ty: Double

    package init(xx: Double, xy: Double, tx: Double, yx: Double, yy: Double, ty: Double) {
        (self.xx, self.xy, self.tx) = (xx, xy, tx)
        (self.yx, self.yy, self.ty) = (yx, yy, ty)
    }

    /// The similarity that lays `points` best over `places` in least squares: turn, one scale, shift.
    ///
    /// OpenCV's `estimateAffinePartial2D` with the threshold of 100 pixels that FaceFusion gives it keeps all five
    /// points and so gives the same.
    /// - Returns: nil when the points are one point.
    package init?(laying points: [SIMD2<Double>], over places: [SIMD2<Double>]) {
        precondition(points.count == places.count && !points.isEmpty, "every point has a place")
        let count = Double(points.count)
        let from = points.reduce(SIMD2<Double>.zero, +) / count
        let to = places.reduce(SIMD2<Double>.zero, +) / count
        var (along, across, spread) = (0.0, 0.0, 0.0)
        for (point, place) in zip(points, places) {
            let (p, q) = (point - from, place - to)
            along += p.x * q.x + p.y * q.y
            across += p.x * q.y - p.y * q.x
            spread += p.x * p.x + p.y * p.y
        }
        guard spread > 1e-12, spread.isFinite else { return nil }
        let (a, b) = (along / spread, across / spread)
        self.init(
            xx: a, xy: -b, tx: to.x - a * from.x + b * from.y, yx: b, yy: a, ty: to.y - b * from.x - a * from.y)
    }

    /// The map of a face to a square crop of a template.
    /// - Parameters:
    ///   - landmarks: the five of a `Face`, pixels of the picture counted from its corner.
    ///   - side: of the crop, in pixels.
    /// - Throws: `FacesError.degenerateLandmarks` when they are one point.
    package init(
        of landmarks: [SIMD2<Float>], in template: WarpTemplate, side: Int
    ) throws(FacesError) {
        try self.init(at: landmarks.map { SIMD2<Double>($0) }, in: template, side: side)
    }

    /// The same of landmarks in double precision.
    package init(
        at landmarks: [SIMD2<Double>], in template: WarpTemplate, side: Int
    ) throws(FacesError) {
        let points = landmarks.map { $0 - 0.5 }
        guard points.count == template.points.count,
            let matrix = CropMatrix(laying: points, over: template.points.map { $0 * Double(side) })
        else { throw .degenerateLandmarks }
        self = matrix
    }

    package func callAsFunction(_ point: SIMD2<Double>) -> SIMD2<Double> {
        SIMD2(xx * point.x + xy * point.y + tx, yx * point.x + yy * point.y + ty)
    }

    package var determinant: Double { xx * yy - xy * yx }

    /// The map back; nil when the map is flat.
    package var inverse: CropMatrix? {
        let d = determinant
        guard d.isFinite, abs(d) > 1e-18 else { return nil }
        let (ixx, ixy, iyx, iyy) = (yy / d, -xy / d, -yx / d, xx / d)
        return CropMatrix(
            xx: ixx, xy: ixy, tx: -(ixx * tx + ixy * ty), yx: iyx, yy: iyy, ty: -(iyx * tx + iyy * ty))
    }

    /// The map that applies this one first and then `next`.
    package func followed(by next: CropMatrix) -> CropMatrix {
        let origin = next(SIMD2(tx, ty))
        return CropMatrix(
            xx: next.xx * xx + next.xy * yx, xy: next.xx * xy + next.xy * yy, tx: origin.x,
            yx: next.yx * xx + next.yy * yx, yy: next.yx * xy + next.yy * yy, ty: origin.y)
    }

    /// The map whose result lies `offset` further left and up.
    package func shifted(by offset: SIMD2<Double>) -> CropMatrix {
        CropMatrix(xx: xx, xy: xy, tx: tx - offset.x, yx: yx, yy: yy, ty: ty - offset.y)
    }
}
