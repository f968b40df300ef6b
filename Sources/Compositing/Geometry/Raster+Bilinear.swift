import Raster

extension Raster {
    /// A channel between pixels: bilinear, edges repeated; `at` counts from the middle of the first pixel.
    func value(at place: SIMD2<Float>, _ channel: Int = 0) -> Float {
        let x = min(Float(width - 1), max(0, place.x))
        let y = min(Float(height - 1), max(0, place.y))
        let (left, top) = (min(max(0, width - 2), Int(x)), min(max(0, height - 2), Int(y)))
        let (right, below) = (min(width - 1, left + 1), min(height - 1, top + 1))
        let (tx, ty) = (x - Float(left), y - Float(top))
        let upper = self[left, top, channel] * (1 - tx) + self[right, top, channel] * tx
        let lower = self[left, below, channel] * (1 - tx) + self[right, below, channel] * tx
        return upper * (1 - ty) + lower * ty
    }
}
