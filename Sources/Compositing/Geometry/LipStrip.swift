import Raster

/// The picture straightened along a mesh's mouth, and the dark line in it.
///
/// The line is the cheapest path from end to end, where depth of the dark valley is gain and slope is cost.
/// - SeeAlso: Amini, Weymouth & Jain 1990, "Using Dynamic Programming for Solving Variational Problems in Vision".
struct LipStrip: Sendable {
    /// The line: its ends in half widths along the mouth, and for every column its pixels from the mesh's line.
    struct Line: Sendable {
        var left: Float
        var right: Float
        fileprivate var offsets: [Float]

        /// The place at a share 0…1 of the line's length, in the axis's coordinates.
        func place(at share: Float, over axis: MouthAxis) -> SIMD2<Float> {
            let along = left + (right - left) * share
            return SIMD2(along, axis.line.height(at: along) + offset(at: along))
        }

        /// Linear between columns.
        private func offset(at along: Float) -> Float {
            let at = (along / LipStrip.length + 1) / 2 * Float(LipStrip.columns - 1)
            let column = min(LipStrip.columns - 2, max(0, Int(at)))
            let share = min(1, max(0, at - Float(column)))
            return offsets[column] * (1 - share) + offsets[column + 1] * share
        }
    }

    /// Half the strip's length in half widths of the mouth, half its height in face widths.
    static let length: Float = 1.35
    static let height: Float = 0.085
    /// Columns and rows; both are odd: the mouth's middle and the mesh's own line are one of them.
    fileprivate static let columns = 161
    private static let rows = 121
    /// From the line to the lips beside it, in face widths.
    private static let beside: Float = 0.016
    /// Depths, ln of light: from which on a deeper valley says no more, and below which there is none.
    private static let depths: ClosedRange<Float> = -0.1...2.5
    /// Median depth of a line that is told from creases.
    private static let faintest: Float = 0.12
    /// Costs: of a step across the strip, squared, per column; of the strip's edge.
    private static let bend: Float = 0.02
    private static let edge: Float = 0.15
    private static let longestStep = 4
    /// Rows about the path in which its darkest one lies.
    private static let near = 6
    /// Scale, in columns, of the path's own steps.
    private static let smoothness: Float = 2
    /// Share of the line's depth, within bounds, that it has at its ends.
    private static let end: Float = 0.3
    private static let lineDepths: ClosedRange<Float> = 0.15...0.4
    /// Where corners are looked for, in half widths, and what a corner that far from the mesh's costs.
    private static let corners: ClosedRange<Float> = 0.7...1.35
    private static let cornerSpread: Float = 0.15
    private static let cornerCost: Float = 0.06

    /// ln of light, and how much darker than both sides; row by row.
    private let light: [Float]
    private let valley: [Float]
    /// Corners of the mesh, in half widths.
    private let ends: (left: Float, right: Float)
    /// Pixels from row to row.
    private let step: Float

    init(_ axis: MouthAxis, in picture: FeaturePicture, faceWidth: Float) {
        let (columns, rows) = (Self.columns, Self.rows)
        step = 2 * Self.height * faceWidth / Float(rows - 1)
        ends = (axis.line[0].x, axis.line[axis.line.count - 1].x)
        var light = Raster(width: columns, height: rows, channels: 1)
        for column in 0..<columns {
            let along = Self.along(column)
            let line = axis.line.height(at: along)
            for row in 0..<rows {
                let place = SIMD2(along, line + Float(row - rows / 2) * step)
                light[column, row, 0] = max(0, picture.color(at: axis.pixels(place)).luminance)
            }
        }
        let floor = max(1e-6, 0.02 * light.values.reduce(0, +) / Float(light.values.count))
        light = light.map { $0 + floor }.logarithm(floor: floor)
        let away = Int((Self.beside * faceWidth / step).rounded())
        var valley = light
        for row in 0..<rows {
            let (above, below) = (max(0, row - away), min(rows - 1, row + away))
            for column in 0..<columns {
                valley[column, row, 0] = min(light[column, above, 0], light[column, below, 0]) - light[column, row, 0]
            }
        }
        self.light = light.values
        self.valley = valley.blurred(sigma: 1.2).values
    }

    /// The mesh's own line, from corner to corner.
    var meshLine: Line {
        Line(left: ends.left, right: ends.right, offsets: [Float](repeating: 0, count: Self.columns))
    }

    /// The line between the lips; the mesh's where none is to be seen.
    var line: Line {
        let path = path()
        let depth = path.indices.map { valley[path[$0] * Self.columns + $0] }
        let core = path.indices.filter { abs(Self.along($0)) < 0.6 }.map { depth[$0] }.median
        guard core > Self.faintest else { return meshLine }
        let offsets = Raster(
            width: Self.columns, height: 1, channels: 1,
            values: darkest(near: path).map { Float($0 - Self.rows / 2) * step }
        ).blurred(sigma: Self.smoothness)
        let level = Self.end * min(Self.lineDepths.upperBound, max(Self.lineDepths.lowerBound, core))
        return Line(
            left: corner(-1, near: ends.left, depth: depth, level: level),
            right: corner(1, near: ends.right, depth: depth, level: level), offsets: offsets.values)
    }

    private static func along(_ column: Int) -> Float {
        length * (2 * Float(column) / Float(columns - 1) - 1)
    }

    /// For each column the row of the cheapest path from end to end.
    private func path() -> [Int] {
        let (columns, rows) = (Self.columns, Self.rows)
        var sums = [Float](repeating: 0, count: rows)
        var origins = [Int](repeating: 0, count: rows * columns)
        for column in 0..<columns {
            var next = sums
            for row in 0..<rows {
                var (best, from) = (Float.greatestFiniteMagnitude, row)
                for other in max(0, row - Self.longestStep)...min(rows - 1, row + Self.longestStep) {
                    let sum = sums[other] + Self.bend * Float((row - other) * (row - other))
                    if sum < best { (best, from) = (sum, other) }
                }
                let off = Float(row - rows / 2) / Float(rows / 2)
                let depth = min(Self.depths.upperBound, max(Self.depths.lowerBound, valley[row * columns + column]))
                next[row] = best - depth + Self.edge * off * off
                origins[row * columns + column] = from
            }
            sums = next
        }
        var path = [Int](repeating: 0, count: columns)
        path[columns - 1] = sums.indices.min { sums[$0] < sums[$1] } ?? rows / 2
        for column in stride(from: columns - 1, to: 0, by: -1) {
            path[column - 1] = origins[path[column] * columns + column]
        }
        return path
    }

    /// Valleys are wider than the line in them.
    private func darkest(near path: [Int]) -> [Int] {
        path.indices.map { column in
            (max(0, path[column] - Self.near)...min(Self.rows - 1, path[column] + Self.near)).min {
                light[$0 * Self.columns + column] < light[$1 * Self.columns + column]
            } ?? path[column]
        }
    }

    /// Where the line ends on one side: before its end it is deeper than `level`, after it is not, and the mesh's corner
    /// is believed where that does not tell.
    private func corner(_ side: Float, near own: Float, depth: [Float], level: Float) -> Float {
        let width = 2 * Self.length / Float(Self.columns - 1)
        let middle = Self.columns / 2
        var sum: Float = 0
        var (best, place) = (-Float.greatestFiniteMagnitude, own)
        for away in 1...middle {
            let column = side < 0 ? middle - away : middle + away
            sum += (min(depth[column], 2 * level) - level) / level * width
            let at = Self.along(column)
            guard Self.corners.contains(side * at) else { continue }
            let off = (at - own) / Self.cornerSpread
            let worth = sum - Self.cornerCost * off * off
            if worth > best { (best, place) = (worth, at) }
        }
        return place
    }
}
