import Raster

/// What lies over a face: hair, a hand, a microphone, the arm of a pair of glasses. It is found where the picture is
/// clearly not this face's skin **and** that place is joined to the surroundings: spots, lips and brows inside the
/// face are never taken for it.
package struct Occlusion: Sendable {
    /// 0 (bare) … 1 (covered).
    package let cover: Raster
    /// The same, with a full beard counted too: what must not teach the light.
    package let notSkin: Raster

    /// Distances from the skin, in spreads, between which a pixel passes from bare to covered.
    private static let bare: Float = 4
    private static let covered: Float = 6

    /// - Parameters:
    ///   - distance: from `SkinModel.distance`.
    ///   - outline: signed distance to the face's outline, pixels.
    ///   - protected: 1 where nothing is taken for an occluder: the face's own features.
    ///   - growth: how far the cover reaches beyond what was found, in face widths.
    package init(distance: Raster, outline: Raster, protected: Raster, regions: FaceRegions, growth: Float) {
        let width = regions.faceWidth
        let soft = distance.blurred(sigma: 0.004 * width).map { $0.smoothStep(Self.bare...Self.covered) }
        let reached = Self.reached(soft, outline: outline, protected: protected)
        let bearded = Self.withoutBeard(reached, outline: outline, regions: regions)
        // Without growth the edge is where the picture says, as soft as its doubt: a flood ends at some pixel or other.
        let edge = soft.map { $0.smoothStep(0.3...0.7) }
        let spread = { (plane: Raster) -> Raster in
            let near = plane.blurred(sigma: growth * width).map { min(1, $0 * 3) }
            return growth > 0.01 ? near : near * edge
        }
        cover = spread(bearded)
        notSkin = spread(reached)
    }

    /// Pixels that are not skin and joined to the outside of the outline, by flood filling inwards.
    private static func reached(_ soft: Raster, outline: Raster, protected: Raster) -> Raster {
        let (width, height) = (soft.width, soft.height)
        var result = Raster(width: width, height: height, channels: 1)
        var front: [Int] = []
        let open = { (i: Int) -> Bool in soft.values[i] > 0.5 && protected.values[i] < 0.3 }
        let neighbours = { (i: Int) -> [Int] in
            var found: [Int] = []
            if i % width > 0 { found.append(i - 1) }
            if i % width < width - 1 { found.append(i + 1) }
            if i >= width { found.append(i - width) }
            if i < width * (height - 1) { found.append(i + width) }
            return found
        }
        for i in soft.values.indices where outline.values[i] > 0 && outline.values[i] < 2 && open(i) {
            result.values[i] = 1
            front.append(i)
        }
        while let i = front.popLast() {
            for next in neighbours(i) where outline.values[next] > 0 && result.values[next] == 0 && open(next) {
                result.values[next] = 1
                front.append(next)
            }
        }
        return result
    }

    /// A beard covers both sides of the jaw alike, a hand or a microphone does not: what is found on more than half of
    /// either side below the nose is the face's own.
    private static func withoutBeard(_ reached: Raster, outline: Raster, regions: FaceRegions) -> Raster {
        let (top, chin, nose) = (regions.points[10], regions.points[152], regions.points[2])
        let down = chin - top
        let length = (down * down).sum().squareRoot()
        guard length > 1 else { return reached }
        let axis = down / length
        let level = ((nose - top) * axis).sum()
        var found = SIMD2<Float>.zero
        var all = SIMD2<Float>.zero
        var lower: [Int] = []
        for i in reached.values.indices where outline.values[i] > 0 {
            let point = SIMD2(Float(i % reached.width) + 0.5, Float(i / reached.width) + 0.5)
            guard ((point - top) * axis).sum() > level else { continue }
            lower.append(i)
            guard outline.values[i] < 0.1 * regions.faceWidth else { continue }
            let across = point - chin
            let side = across.x * axis.y - across.y * axis.x > 0 ? 0 : 1
            all[side] += 1
            found[side] += reached.values[i]
        }
        guard found[0] > 0.5 * all[0], found[1] > 0.5 * all[1] else { return reached }
        var result = reached
        for i in lower { result.values[i] = 0 }
        return result
    }
}
