import CKernels
import Raster

/// Poisson's equation on the cells of a grid that take part, solved by conjugate gradients with a multigrid cycle as
/// preconditioner: the cycle makes the number of rounds independent of the size, the gradients make it converge
/// whatever the shape of the region.
/// - SeeAlso: Tatebe 1993 (multigrid preconditioned conjugate gradients); Briggs, A Multigrid Tutorial, ch. 3.
package struct GridSystem: Sendable {
    /// What the solver reached.
    package struct Convergence: Sendable, Equatable {
        /// Norm of the residual relative to that of the right-hand side, the worst channel.
        package var residual: Double
        package var rounds: Int
    }

    private struct Level {
        var size: PixelSize
        var right: [Float]
        var below: [Float]
        var rim: [Float]
        var inverse: [Float]

        init(size: PixelSize, right: [Float], below: [Float], rim: [Float]) {
            (self.size, self.right, self.below, self.rim) = (size, right, below, rim)
            let width = size.width
            inverse = (0..<size.area).map { p in
                var sum = rim[p] + right[p] + below[p]
                if p % width > 0 { sum += right[p - 1] }
                if p >= width { sum += below[p - width] }
                return sum > 0 ? 1 / sum : 0
            }
        }

        /// The system of 2×2 blocks. Links between blocks add up; the half makes good that a step of one block is
        /// twice as long.
        var coarser: Level {
            let half = PixelSize(width: (size.width + 1) / 2, height: (size.height + 1) / 2)
            var (right, below, rim) = (
                [Float](repeating: 0, count: half.area), [Float](repeating: 0, count: half.area),
                [Float](repeating: 0, count: half.area)
            )
            for y in 0..<size.height {
                for x in 0..<size.width {
                    let p = y * size.width + x
                    let q = (y / 2) * half.width + x / 2
                    rim[q] += 0.5 * self.rim[p]
                    if x % 2 == 1 { right[q] += 0.5 * self.right[p] }
                    if y % 2 == 1 { below[q] += 0.5 * self.below[p] }
                }
            }
            return Level(size: half, right: right, below: below, rim: rim)
        }
    }

    private let levels: [Level]
    private static let smallest = 4
    private static let finalSweeps = 24

    /// - Parameters:
    ///   - right: 1 where a cell is linked with its right neighbour, else 0.
    ///   - below: the same downwards.
    ///   - rim: number of fixed neighbours of a cell (their values belong to the right-hand side).
    package init(size: PixelSize, right: [Float], below: [Float], rim: [Float]) {
        var levels = [Level(size: size, right: right, below: below, rim: rim)]
        while min(levels[levels.count - 1].size.width, levels[levels.count - 1].size.height) > Self.smallest {
            levels.append(levels[levels.count - 1].coarser)
        }
        self.levels = levels
    }

    /// Solves for three channels at once.
    /// - Parameter b: the right-hand side, 0 where no cell takes part.
    package func solved(_ b: Raster, tolerance: Double, rounds limit: Int) -> (Raster, Convergence) {
        let size = levels[0].size
        var u = Raster(width: size.width, height: size.height, channels: 3)
        let norm = dot(b, b)
        guard norm.contains(where: { $0 > 0 }) else { return (u, Convergence(residual: 0, rounds: 0)) }
        var r = b
        var z = cycle(r, level: 0)
        var p = z
        var rz = dot(r, z)
        var worst = 1.0
        var round = 0
        while round < limit {
            round += 1
            let ap = residual(p, nil, level: 0)
            let step = zip(rz, dot(p, ap)).map { $1 > 0 ? Float($0 / $1) : 0 }
            update(&u, with: p, scale: step, keep: [1, 1, 1])
            update(&r, with: ap, scale: step.map { -$0 }, keep: [1, 1, 1])
            worst = zip(dot(r, r), norm).map { $1 > 0 ? ($0 / $1).squareRoot() : 0 }.max() ?? 0
            if worst <= tolerance { break }
            z = cycle(r, level: 0)
            let next = dot(r, z)
            let turn = zip(next, rz).map { $1 > 0 ? Float($0 / $1) : 0 }
            update(&p, with: z, scale: [1, 1, 1], keep: turn)
            rz = next
        }
        // The recurrence's residual drifts in single precision: report the true one.
        let left = residual(u, b, level: 0)
        worst = zip(dot(left, left), norm).map { $1 > 0 ? ($0 / $1).squareRoot() : 0 }.max() ?? 0
        return (u, Convergence(residual: worst, rounds: round))
    }

    /// One symmetric V-cycle from 0 on `level`.
    private func cycle(_ b: Raster, level: Int) -> Raster {
        var u = Raster(width: b.width, height: b.height, channels: 3)
        guard level + 1 < levels.count else {
            for _ in 0..<Self.finalSweeps { smooth(&u, b, level: level, order: [0, 1, 1, 0]) }
            return u
        }
        smooth(&u, b, level: level, order: [0, 1, 0, 1])
        let left = residual(u, b, level: level)
        let half = levels[level + 1].size
        let coarse = left.byRows(half) { from, to, rows in
            kernel_grid_restrict(from, b.width, b.height, to, rows.lowerBound, rows.upperBound)
        }
        let correction = cycle(coarse, level: level + 1)
        u.values.withUnsafeMutableBufferPointer { to in
            correction.values.withUnsafeBufferPointer { from in
                guard let to = to.baseAddress, let from = from.baseAddress else { return }
                withGrid(level) { grid in
                    Rows.parallel(b.height) { rows in
                        withUnsafePointer(to: grid) {
                            kernel_grid_prolong(from, $0, to, rows.lowerBound, rows.upperBound)
                        }
                    }
                }
            }
        }
        smooth(&u, b, level: level, order: [1, 0, 1, 0])
        return u
    }

    private func smooth(_ u: inout Raster, _ b: Raster, level: Int, order: [Int]) {
        u.values.withUnsafeMutableBufferPointer { to in
            b.values.withUnsafeBufferPointer { from in
                guard let to = to.baseAddress, let from = from.baseAddress else { return }
                withGrid(level) { grid in
                    for parity in order {
                        Rows.parallel(b.height) { rows in
                            withUnsafePointer(to: grid) {
                                kernel_grid_smooth($0, to, from, parity, rows.lowerBound, rows.upperBound)
                            }
                        }
                    }
                }
            }
        }
    }

    private func residual(_ u: Raster, _ b: Raster?, level: Int) -> Raster {
        u.byRows(u.size) { from, to, rows in
            withGrid(level) { grid in
                withUnsafePointer(to: grid) { grid in
                    if let b {
                        kernel_grid_residual(grid, from, b.values, to, rows.lowerBound, rows.upperBound)
                    } else {
                        kernel_grid_residual(grid, from, nil, to, rows.lowerBound, rows.upperBound)
                    }
                }
            }
        }
    }

    private func withGrid(_ level: Int, _ body: (kernel_grid) -> Void) {
        let l = levels[level]
        l.right.withUnsafeBufferPointer { right in
            l.below.withUnsafeBufferPointer { below in
                l.inverse.withUnsafeBufferPointer { inverse in
                    body(
                        kernel_grid(
                            width: l.size.width, height: l.size.height, right: right.baseAddress,
                            below: below.baseAddress, inverse: inverse.baseAddress))
                }
            }
        }
    }

    /// Σ a·b per channel, summed in the order of the rows.
    private func dot(_ a: Raster, _ b: Raster) -> [Double] {
        var rows = [Double](repeating: 0, count: a.height * 3)
        rows.withUnsafeMutableBufferPointer { out in
            a.values.withUnsafeBufferPointer { a0 in
                b.values.withUnsafeBufferPointer { b0 in
                    guard let out = out.baseAddress, let a0 = a0.baseAddress, let b0 = b0.baseAddress else { return }
                    Rows.parallel(a.height) {
                        kernel_grid_dot(a0, b0, a.width, out, $0.lowerBound, $0.upperBound)
                    }
                }
            }
        }
        return (0..<3).map { c in stride(from: c, to: rows.count, by: 3).reduce(0) { $0 + rows[$1] } }
    }

    private func update(_ y: inout Raster, with x: Raster, scale: [Float], keep: [Float]) {
        let width = y.width
        y.values.withUnsafeMutableBufferPointer { to in
            x.values.withUnsafeBufferPointer { from in
                guard let to = to.baseAddress, let from = from.baseAddress else { return }
                Rows.parallel(x.height) { rows in
                    let start = rows.lowerBound * width * 3
                    kernel_grid_update(from + start, scale, to + start, keep, rows.count * width)
                }
            }
        }
    }
}
