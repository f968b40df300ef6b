/// A linear fit that outliers do not move: six rounds of least squares, reweighted by
/// 1 / (1 + (residual / (cut · spread))²).
/// - SeeAlso: Holland & Welsch 1977, "Robust regression using iteratively reweighted least-squares" (Cauchy's weight).
struct RobustFit: Sendable {
    let coefficients: [Double]
    /// Median deviation of the samples from the fit, as a standard deviation.
    let spread: Double

    /// - Parameters:
    ///   - rows: the basis at each sample, one after the other; the first function is the constant.
    ///   - ridge: added to the normal matrix of unit weight, but for the constant.
    ///   - cut: spreads from which a sample counts half.
    /// - Returns: nil when the samples do not determine the fit.
    init?(_ rows: [Double], to samples: [Double], ridge: Double = 0, cut: Double) {
        guard !samples.isEmpty else { return nil }
        let n = rows.count / samples.count
        var coefficients = [Double](repeating: 0, count: n)
        var spread = 0.0
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
        (self.coefficients, self.spread) = (coefficients, spread)
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
