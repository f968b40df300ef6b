import Faces
import Raster

/// The picture about one eye, straightened along its corners, and how unlike skin each place of it is.
///
/// Whites and irises are less red than the skin around them, in every light; what is left of an iris, which may be as
/// red as skin, lies between whites.
struct EyeWindow: Sendable {
    /// Lids in lengths of the eye, from the middle between its corners.
    let outline: EyeOutline
    /// Row by row, sums of the plane over the rows above.
    private let sums: [Float]

    /// Columns and rows, and how many of them make a length of the eye.
    private static let (columns, rows) = (200, 150)
    private static let scale: Float = 100
    /// Least length of an eye in pixels, and least part of its length that a turned head may leave.
    private static let (smallest, narrowest): (Float, Float) = (12, 0.35)
    /// Distances from the mesh's opening, in lengths, between which skin is looked at.
    private static let skin: ClosedRange<Float> = 0.16...0.34
    /// Least spreads of light and of redness (ln units) that skin is granted.
    private static let (lightSpread, redSpread): (Float, Float) = (0.12, 0.05)
    /// Weights of light (brighter than skin, darker) against redness: highlights and lashes are unlike skin too.
    private static let (bright, dark): (Float, Float) = (0.25, 0.05)
    /// Spreads (squared) at which a place is as unlike skin as not.
    private static let certain: Float = 8
    /// Gaps that are closed along a row, in lengths: an iris.
    private static let gap: Float = 0.3
    /// Width of the skin about an opening that it is held against, in lengths.
    private static let rim: Float = 0.09

    /// - Parameters:
    ///   - mesh: in pixels of `pixels`.
    ///   - loop: the eye's 16 points.
    ///   - pixels: linear RGB.
    /// - Returns: nil where the eye is too small, turned away or cut off.
    init?(_ mesh: [SIMD3<Float>], lids loop: [Int], in pixels: Raster) {
        let frame = EyeFrame(mesh, lids: loop)
        guard frame.length > max(Self.smallest, Self.narrowest * FaceFit(mesh).eyeScale(loop)) else { return nil }
        let lids = loop.map { frame.place(of: mesh[$0].flat) }
        outline = EyeOutline(lids: lids)
        let reach = Float(Self.columns + Self.rows) / 2 / Self.scale * frame.length
        guard
            let picture = FeaturePicture(pixels, about: frame.middle, reach: reach, faceWidth: MeshBounds(mesh).width)
        else { return nil }
        var window = Raster(width: Self.columns, height: Self.rows, channels: 3)
        for y in 0..<Self.rows {
            for x in 0..<Self.columns {
                let color = picture.color(at: frame.pixels(Self.place(x, y)))
                for c in 0..<3 { window[x, y, c] = max(0, color[c]) }
            }
        }
        guard let plane = Self.unlikeSkin(window, about: lids) else { return nil }
        var sums = [Float](repeating: 0, count: (Self.rows + 1) * Self.columns)
        for pixel in plane.indices { sums[pixel + Self.columns] = sums[pixel] + plane[pixel] }
        self.sums = sums
    }

    /// A pixel's place in lengths from the middle.
    private static func place(_ x: Int, _ y: Int) -> SIMD2<Float> {
        SIMD2(Float(x) + 0.5 - Float(columns) / 2, Float(y) + 0.5 - Float(rows) / 2) / scale
    }

    /// How unlike skin each pixel is, 0…1.
    /// - Returns: nil where no skin shows about the eye.
    private static func unlikeSkin(_ window: Raster, about lids: [SIMD2<Float>]) -> [Float]? {
        let luminance = window.weighed(by: Relight.luminance)
        let floor = max(1e-6, 0.02 * luminance.values.reduce(0, +) / Float(luminance.values.count))
        let logs = window.map { $0 + floor }.logarithm(floor: floor)
        let light = luminance.map { $0 + floor }.logarithm(floor: floor)
        let red = logs.weighed(by: [1, -1, 0])
        var (rows, ring): ([Double], [Int]) = ([], [])
        for y in stride(from: 0, to: Self.rows, by: 2) {
            for x in stride(from: 0, to: columns, by: 2) {
                let at = place(x, y)
                // What lies in the opening is nearer to it than any skin that counts, or is the opening's middle.
                guard skin.contains(at.distance(to: lids)) && !isBetween(at, lids) else { continue }
                rows += [1, Double(at.x), Double(at.y)]
                ring.append(y * columns + x)
            }
        }
        let deviations = [(light, lightSpread), (red, redSpread)].map { plane, least -> [Float]? in
            guard let fit = RobustFit(rows, to: ring.map { Double(plane.values[$0]) }, cut: 2) else { return nil }
            let c = fit.coefficients.map { Float($0) }
            let spread = max(least, Float(fit.spread))
            return plane.values.indices.map { pixel in
                let at = place(pixel % columns, pixel / columns)
                return (plane.values[pixel] - c[0] - c[1] * at.x - c[2] * at.y) / spread
            }
        }
        guard let lights = deviations[0], let reds = deviations[1] else { return nil }
        let unlike = zip(lights, reds).map { light, red in
            let pale = min(0, red)
            let distance = pale * pale + (light > 0 ? bright : dark) * light * light
            return distance / (distance + certain)
        }
        return Morphology.closed(unlike, rowsOf: columns, steps: Int(gap * scale) / 2)
    }

    /// Whether a place lies within the box of the lids.
    private static func isBetween(_ at: SIMD2<Float>, _ lids: [SIMD2<Float>]) -> Bool {
        let (low, high) = lids.reduce((lids[0], lids[0])) { (pointwiseMin($0.0, $1), pointwiseMax($0.1, $1)) }
        return at.x > low.x && at.x < high.x && at.y > low.y && at.y < high.y
    }

    /// How much more unlike skin an opening is than the skin about it, -1…1.
    func contrast(of outline: EyeOutline) -> Float {
        let (inside, wide) = (sum(within: outline), sum(within: outline.grown(by: Self.rim)))
        return inside.value / max(1, inside.area)
            - (wide.value - inside.value) / max(1, wide.area - inside.area)
    }

    /// Sum of the plane, and number of pixels, within an outline.
    private func sum(within outline: EyeOutline) -> (value: Float, area: Float) {
        let center = SIMD2(Float(Self.columns), Float(Self.rows)) / 2
        let upper = outline.upper.map { $0 * Self.scale + center }
        let lower = outline.lower.map { $0 * Self.scale + center }
        let first = max(0, Int((upper[0].x - 0.5).rounded(.up)))
        let last = min(Self.columns - 1, Int((upper[8].x - 0.5).rounded(.down)))
        var (value, area): (Float, Float) = (0, 0)
        guard first <= last else { return (value, area) }
        var (above, below) = (1, 1)
        for column in first...last {
            let x = Float(column) + 0.5
            while above < 8 && upper[above].x < x { above += 1 }
            while below < 8 && lower[below].x < x { below += 1 }
            let top = min(Float(Self.rows), max(0, Self.height(upper, above, at: x)))
            let bottom = min(Float(Self.rows), max(top, Self.height(lower, below, at: x)))
            value += total(column, above: bottom) - total(column, above: top)
            area += bottom - top
        }
        return (value, area)
    }

    private static func height(_ line: [SIMD2<Float>], _ index: Int, at x: Float) -> Float {
        let (a, b) = (line[index - 1], line[index])
        return a.y + (b.y - a.y) * min(1, max(0, (x - a.x) / max(1e-3, b.x - a.x)))
    }

    /// Sum of a column down to a height.
    private func total(_ column: Int, above height: Float) -> Float {
        let row = min(Self.rows - 1, Int(height))
        let at = row * Self.columns + column
        return sums[at] + (sums[at + Self.columns] - sums[at]) * (height - Float(row))
    }
}
