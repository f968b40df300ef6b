import Raster

/// Shading as second-order spherical harmonics of the surface normal: nine numbers that describe how a matt surface
/// answers any distant light.
/// - SeeAlso: Basri and Jacobs 2003; Ramamoorthi and Hanrahan 2001.
package struct SphericalHarmonics: Sendable, Equatable {
    static let count = 9
    /// Constant, three linear and five quadratic terms.
    package var coefficients: [Double]
    /// Median deviation of the samples from the fit, as a standard deviation.
    package var spread: Double

    /// The basis at a unit normal in camera axes (x right, y down, z away), without normalising constants.
    static func basis(_ x: Float, _ y: Float, _ z: Float) -> [Double] {
        let (a, b, c) = (Double(x), Double(y), -Double(z))
        return [1, a, b, c, a * b, a * c, b * c, a * a - b * b, 3 * c * c - 1]
    }

    /// Robust ridge fit of `plane` on `normals` where `weight` is above one half: six rounds of reweighting by
    /// 1 / (1 + (residual / (cut · spread))²).
    /// - Returns: nil when fewer than 64 samples remain.
    package init?(fitting plane: Raster, on normals: Raster, weight: Raster, ridge: Double = 0.01, cut: Double = 4) {
        let n = Self.count
        // Every second pixel both ways: neighbours tell the fit nothing new.
        var rows: [Double] = []
        var samples: [Double] = []
        for y in stride(from: 0, to: plane.height, by: 2) {
            for x in stride(from: 0, to: plane.width, by: 2) where weight[x, y, 0] > 0.5 {
                let (nx, ny, nz) = (normals[x, y, 0], normals[x, y, 1], normals[x, y, 2])
                guard nx * nx + ny * ny + nz * nz > 0.25 else { continue }
                rows.append(contentsOf: Self.basis(nx, ny, nz))
                samples.append(Double(plane[x, y, 0]))
            }
        }
        guard samples.count >= 64 else { return nil }
        coefficients = [Double](repeating: 0, count: n)
        spread = 0
        var weights = [Double](repeating: 1, count: samples.count)
        for _ in 0..<6 {
            var normal = [Double](repeating: 0, count: n * n)
            var right = [Double](repeating: 0, count: n)
            let total = weights.reduce(0, +)
            for s in samples.indices {
                let w = weights[s] / total
                for i in 0..<n {
                    let wi = w * rows[s * n + i]
                    right[i] += wi * samples[s]
                    for j in 0...i { normal[i * n + j] += wi * rows[s * n + j] }
                }
            }
            for i in 1..<n { normal[i * n + i] += ridge }
            guard let solved = choleskySolution(normal, right, n) else { return nil }
            coefficients = solved
            let residuals = samples.indices.map { s -> Double in
                var value = samples[s]
                for i in 0..<n { value -= coefficients[i] * rows[s * n + i] }
                return value
            }
            let middle = residuals.sorted()[residuals.count / 2]
            spread = 1.4826 * residuals.map { abs($0 - middle) }.sorted()[residuals.count / 2] + 1e-4
            weights = residuals.map { 1 / (1 + ($0 / (cut * spread)) * ($0 / (cut * spread))) }
        }
    }

    /// The shading that the fit foretells at every normal.
    package func shading(on normals: Raster) -> Raster {
        let c = coefficients.map { Float($0) }
        return normals.byRows(normals.size, planes: 1) { from, to, rows in
            for i in rows.lowerBound * normals.width..<rows.upperBound * normals.width {
                let (x, y, z) = (from[i * 3], from[i * 3 + 1], -from[i * 3 + 2])
                let linear: Float = c[0] + c[1] * x + c[2] * y + c[3] * z
                let mixed: Float = c[4] * x * y + c[5] * x * z + c[6] * y * z
                let pure: Float = c[7] * (x * x - y * y) + c[8] * (3 * z * z - 1)
                to[i] = linear + mixed + pure
            }
        }
    }
}

/// Solves the symmetric positive definite system whose lower triangle `matrix` holds; nil when it is not.
private func choleskySolution(_ matrix: [Double], _ right: [Double], _ n: Int) -> [Double]? {
    var l = matrix
    for j in 0..<n {
        for k in 0..<j { l[j * n + j] -= l[j * n + k] * l[j * n + k] }
        guard l[j * n + j] > 0 else { return nil }
        l[j * n + j] = l[j * n + j].squareRoot()
        for i in j + 1..<n {
            for k in 0..<j { l[i * n + j] -= l[i * n + k] * l[j * n + k] }
            l[i * n + j] /= l[j * n + j]
        }
    }
    var x = right
    for i in 0..<n {
        for k in 0..<i { x[i] -= l[i * n + k] * x[k] }
        x[i] /= l[i * n + i]
    }
    for i in (0..<n).reversed() {
        for k in i + 1..<n { x[i] -= l[k * n + i] * x[k] }
        x[i] /= l[i * n + i]
    }
    return x
}
