import CKernels
import Foundation
import Raster

/// `color_correction: reinhard`: mean and spread of the target's face in the decorrelated lαβ space.
/// - SeeAlso: Reinhard, Ashikhmin, Gooch and Shirley, Color Transfer between Images (2001), eq. 4–11.
package struct Reinhard: Sendable {
    /// Linear RGB to cone responses.
    private static let cones = Matrix3([
        0.3811, 0.5783, 0.0402, 0.1967, 0.7244, 0.0782, 0.0241, 0.1288, 0.8444,
    ])
    /// Logarithmic cone responses to l, α, β, with orthonormal rows.
    private static let opponents = Matrix3([
        1 / 3.0.squareRoot(), 1 / 3.0.squareRoot(), 1 / 3.0.squareRoot(),
        1 / 6.0.squareRoot(), 1 / 6.0.squareRoot(), -2 / 6.0.squareRoot(),
        1 / 2.0.squareRoot(), -1 / 2.0.squareRoot(), 0,
    ])
    /// A spread is never changed by more than this factor: a flat source would turn to noise.
    private static let limit = 2.0

    /// ln of cone responses ↦ ln of cone responses: 3×3 by rows, then the offset.
    private let map: [Float]
    private let floor: Float

    package init(from rendered: Raster, to target: Raster, weight: Raster, floor: Float) {
        self.floor = floor
        let given = Self.moments(of: rendered, weight: weight, floor: floor)
        let wanted = Self.moments(of: target, weight: weight, floor: floor)
        var scale = [Double](repeating: 0, count: 9)
        for i in 0..<3 {
            let (from, to) = (given.spread[i], wanted.spread[i])
            // Nothing shared, or one colour alone: then there is no spread to match.
            scale[i * 4] = from > 1e-6 && to > 1e-6 ? min(Self.limit, max(1 / Self.limit, to / from)) : 1
        }
        let turned = Self.opponents.transposed * Matrix3(scale)
        let linear = turned * Self.opponents
        let back = Self.opponents.transposed
        let (from, to) = (linear * (back * given.mean), back * wanted.mean)
        map = (linear.values + zip(to, from).map { $0 - $1 }).map { Float($0) }
    }

    /// Mean and standard deviation in lαβ (natural logarithms) of the pixels where `weight` is above one half.
    package static func moments(
        of pixels: Raster, weight: Raster, floor: Float
    ) -> (mean: [Double], spread: [Double]) {
        var sum = [0.0, 0, 0]
        var square = [0.0, 0, 0]
        var count = 0.0
        for i in weight.values.indices where weight.values[i] > 0.5 {
            let rgb = (0..<3).map { Double(pixels.values[i * 3 + $0]) }
            let lms = (cones * rgb).map { log(max($0, Double(floor))) }
            let lab = opponents * lms
            for c in 0..<3 {
                sum[c] += lab[c]
                square[c] += lab[c] * lab[c]
            }
            count += 1
        }
        let mean = sum.map { $0 / max(count, 1) }
        let spread = (0..<3).map { max(0, square[$0] / max(count, 1) - mean[$0] * mean[$0]).squareRoot() }
        return (mean, spread)
    }

    package func callAsFunction(_ pixels: Raster) -> Raster {
        let into = Self.cones.values.map { Float($0) }
        let back = Self.cones.inverse.values.map { Float($0) }
        return pixels.byRows(pixels.size) { from, to, rows in
            let start = rows.lowerBound * pixels.width * 3
            kernel_map_cones(from + start, to + start, rows.count * pixels.width, into, map, back, floor)
        }
    }
}

/// A 3×3 matrix by rows.
private struct Matrix3: Sendable {
    let values: [Double]

    init(_ values: [Double]) { self.values = values }

    var transposed: Matrix3 { Matrix3((0..<9).map { values[($0 % 3) * 3 + $0 / 3] }) }

    var inverse: Matrix3 {
        let m = values
        let cofactors = (0..<9).map { place -> Double in
            let (r, c) = (place / 3, place % 3)
            let (r1, r2, c1, c2) = ((r + 1) % 3, (r + 2) % 3, (c + 1) % 3, (c + 2) % 3)
            return m[r1 * 3 + c1] * m[r2 * 3 + c2] - m[r1 * 3 + c2] * m[r2 * 3 + c1]
        }
        let determinant = m[0] * cofactors[0] + m[1] * cofactors[1] + m[2] * cofactors[2]
        return Matrix3(Matrix3(cofactors).transposed.values.map { $0 / determinant })
    }

    private func row(_ r: Int, times column: (Int) -> Double) -> Double {
        let first: Double = values[r * 3] * column(0)
        let second: Double = values[r * 3 + 1] * column(1)
        return first + second + values[r * 3 + 2] * column(2)
    }

    static func * (a: Matrix3, b: Matrix3) -> Matrix3 {
        Matrix3((0..<9).map { place in a.row(place / 3) { b.values[$0 * 3 + place % 3] } })
    }

    static func * (a: Matrix3, v: [Double]) -> [Double] {
        (0..<3).map { r in a.row(r) { v[$0] } }
    }
}
