import Raster

/// A square of a photograph, turned, that becomes the input of a model.
struct CropFrame: Sendable, Hashable {
    /// In pixels of the photograph.
    var center: SIMD2<Float>
    /// Length of an edge in pixels of the photograph.
    var side: Float
    /// Unit vector along which the crop's x runs in the photograph; y is a quarter turn clockwise from it.
    var axis: SIMD2<Float> = SIMD2(1, 0)

    var down: SIMD2<Float> { SIMD2(-axis.y, axis.x) }

    /// The place in the photograph of a point of the crop, in its units: the crop is `extent` a side.
    func place(of point: SIMD2<Float>, extent: Float) -> SIMD2<Float> {
        let scale = side / extent
        let across = (point.x - extent / 2) * scale
        let along = (point.y - extent / 2) * scale
        return center + axis * across + down * along
    }

    /// The point of the crop, `extent` a side, that shows a place of the photograph.
    func point(at place: SIMD2<Float>, extent: Float) -> SIMD2<Float> {
        let scale = extent / side
        let offset = place - center
        let across = (offset * axis).sum() * scale
        let along = (offset * down).sum() * scale
        return SIMD2(across + extent / 2, along + extent / 2)
    }

    /// Half the edge of the smallest upright square about the centre that holds the crop.
    var reach: Float { side / 2 * (abs(axis.x) + abs(axis.y)) }
}

extension SIMD2<Float> {
    var length: Float { (self * self).sum().squareRoot() }

    /// This vector at length 1; nil when it has none.
    var unit: SIMD2<Float>? {
        let length = length
        return length > 0 && length.isFinite ? self / length : nil
    }
}
