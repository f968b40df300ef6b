import Faces
import Raster

/// Where the lips begin above and below the line between them: what lies between is shadow, cavity or teeth.
struct LipRims: Sendable {
    /// Pixels from the line up to the upper lip and down to the lower one, at even shares of the mouth's width.
    private let upper: [Float]
    private let lower: [Float]

    private static let columns = 41
    /// Steps of the search and length of lip that ends it, in face widths.
    private static let step: Float = 0.0015
    private static let lasting: Float = 0.006
    /// Light against the lip's below which it is shadow or cavity.
    private static let dark: Float = 0.35
    /// Redness (R/G) against the lip's below which it is a tooth, and below which it is one however bright: a wet lip's
    /// highlight is paler than the lip, but redder than teeth.
    private static let pale: Float = 0.8
    private static let palest: Float = 0.7
    private static let bright: Float = 1.25
    /// Where the lip's own colour is read, and how far rims are looked for, as shares of the way to the outer rim.
    private static let flesh: Float = 0.6
    static let farthest: Float = 0.8
    /// Least light against the whole lip's that a lip is taken to have anywhere.
    private static let shaded: Float = 0.3

    /// - Parameters:
    ///   - mesh: in pixels of the photograph, not moved yet.
    ///   - line: along it the search begins.
    init(_ mesh: [SIMD3<Float>], axis: MouthAxis, line: LipStrip.Line, in picture: FeaturePicture, faceWidth: Float) {
        let outer = CanonicalFace.mean.outerLips
        let upper = (0...10).map { axis.place(of: mesh[outer[$0]].flat) }
        let lower = (0...10).map { axis.place(of: mesh[outer[(20 - $0) % 20]].flat) }
        let step = Self.step * faceWidth
        (self.upper, self.lower) = (
            Self.heights(-step, to: upper, axis, line, picture), Self.heights(step, to: lower, axis, line, picture)
        )
    }

    /// Pixels from the line up and down at a share 0…1 of its length; none at the corners.
    func heights(at share: Float) -> (upper: Float, lower: Float) {
        let at = min(1, max(0, share)) * Float(Self.columns - 1)
        let column = min(Self.columns - 2, Int(at))
        let t = at - Float(column)
        return (
            upper[column] * (1 - t) + upper[column + 1] * t, lower[column] * (1 - t) + lower[column + 1] * t
        )
    }

    /// Whether the middle of a mesh's line lies on teeth: pale, and not in the dark.
    static func showTeeth(on mesh: [SIMD3<Float>], in picture: FeaturePicture) -> Bool {
        let (inner, outer) = (CanonicalFace.mean.innerLips, CanonicalFace.mean.outerLips)
        let middle = 3...7
        let lip =
            middle.flatMap { [$0, 20 - $0] }.reduce(SIMD3<Float>.zero) { sum, k in
                sum + picture.color(at: (mesh[inner[k]].flat + mesh[outer[k]].flat) / 2)
            } / Float(2 * middle.count)
        let teeth = middle.count { k in
            let color = picture.color(at: (mesh[inner[k]].flat + mesh[inner[20 - k]].flat) / 2)
            return color.luminance > dark * lip.luminance && color.x * lip.y < pale * lip.x * color.y
        }
        return 2 * teeth > middle.count
    }

    private static func heights(
        _ step: Float, to rim: [SIMD2<Float>], _ axis: MouthAxis, _ line: LipStrip.Line, _ picture: FeaturePicture
    ) -> [Float] {
        let (left, right) = (axis.line[0].x, axis.line[axis.line.count - 1].x)
        // For each column the line's place in pixels, and the way from there to the lip's outer rim.
        let columns = (0..<Self.columns).map { column -> (start: SIMD2<Float>, way: Float) in
            let share = Float(column) / Float(Self.columns - 1)
            let own = left + (right - left) * share
            return (
                axis.pixels(line.place(at: share, over: axis)),
                max(2 * abs(step), abs(rim.height(at: own) - axis.line.height(at: own)))
            )
        }
        let direction = axis.downwards * (step < 0 ? -1 : 1)
        let flesh = { (column: (start: SIMD2<Float>, way: Float)) in
            picture.color(at: column.start + direction * (column.way * Self.flesh))
        }
        let inner = columns[Self.columns / 5..<Self.columns - Self.columns / 5]
        let lip = inner.reduce(SIMD3<Float>.zero) { $0 + flesh($1) } / Float(inner.count)
        let red = lip.x / max(1e-5, lip.y)
        let steps = max(2, Int(lasting / Self.step))
        return settled(
            columns.map { column in
                let light = min(lip.luminance, max(shaded * lip.luminance, flesh(column).luminance))
                var found = 0
                for k in 0..<Int(farthest * column.way / abs(step)) + steps {
                    let color = picture.color(at: column.start + direction * (Float(k) * abs(step)))
                    let share = color.luminance / max(1e-6, light)
                    let isLip = share > dark && color.x > (share < bright ? pale : palest) * red * color.y
                    found = isLip ? found + 1 : 0
                    if found == steps { return Float(k + 1 - steps) * abs(step) }
                }
                return nil
            })
    }

    /// Gaps filled from both sides, single columns that stand out taken back, the rest smoothed.
    private static func settled(_ heights: [Float?]) -> [Float] {
        let found = heights.indices.compactMap { column in heights[column].map { SIMD2(Float(column), $0) } }
        guard found.count >= enough else { return [Float](repeating: 0, count: columns) }
        let filled = heights.indices.map { found.height(at: Float($0)) }
        let even = filled.indices.map { filled[max(0, $0 - 2)...min(columns - 1, $0 + 2)].sorted() }.map {
            $0[$0.count / 2]
        }
        return Raster(width: columns, height: 1, channels: 1, values: even).blurred(sigma: 1).values
    }

    /// Columns that must show lip.
    private static let enough = 5
}
