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

    /// Robust ridge fit of `plane` on `normals` where `weight` is above one half (`RobustFit`).
    /// - Returns: nil when fewer than 64 samples remain.
    package init?(fitting plane: Raster, on normals: Raster, weight: Raster, ridge: Double = 0.01, cut: Double = 4) {
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
        guard let fit = RobustFit(rows, to: samples, ridge: ridge, cut: cut) else { return nil }
        (coefficients, spread) = (fit.coefficients, fit.spread)
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
