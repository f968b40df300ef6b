import Raster

/// What lies over a face, brought from the study's scale to the picture's: the edge of hair follows the picture's own
/// light, pixel by pixel, where an enlarged plane would show the study's pixels as steps.
///
/// Near an edge the cover is taken as a linear function of the picture's tone, fitted around every pixel of the study.
/// - SeeAlso: He and Sun, Fast Guided Filter (2015).
package struct CoverMatte {
    private let cover: Raster
    /// Cover = slope · tone + offset, and the share to which that holds: 0 away from edges.
    private let slope, offset, edge: Raster

    /// Neighbourhood of a fit, pixels of the study.
    private static let sigma: Float = 2
    /// Variance of tone below which there is nothing to follow.
    private static let flat: Float = 2e-4
    /// Distances of the blurred cover from 0 and 1 between which a pixel passes from even ground to an edge.
    private static let near: ClosedRange<Float> = 0.02...0.1

    /// - Parameters:
    ///   - cover: 0 (bare) … 1 (covered), one plane.
    ///   - picture: linear RGB of the same size.
    package init(_ cover: Raster, on picture: Raster) {
        let tone = picture.weighed(by: Relight.luminance).map(Self.tone)
        let mean = { (plane: Raster) in plane.blurred(sigma: Self.sigma) }
        let (tones, covers) = (mean(tone), mean(cover))
        let variance = mean(tone * tone) - tones * tones
        let together = mean(tone * cover) - tones * covers
        let slope = together.combined(with: variance) { $0 / ($1 + Self.flat) }
        self.cover = cover
        self.slope = mean(slope)
        offset = mean(covers - slope * tones)
        edge = covers.map { min($0, 1 - $0).smoothStep(Self.near) }
    }

    /// Multiplies a plane by what is not covered.
    /// - Parameters:
    ///   - plane: one plane, `factor` times as large as the study's.
    ///   - picture: linear RGB of its size.
    package func uncover(_ plane: inout Raster, on picture: Raster, factor: Int) {
        let weights = Relight.luminance
        let (width, height) = (plane.width, plane.height)
        for row in 0..<cover.height {
            for column in 0..<cover.width where isCovered(near: column, row) {
                for y in row * factor..<min(height, (row + 1) * factor) {
                    for x in column * factor..<min(width, (column + 1) * factor) {
                        let place = (SIMD2(Float(x), Float(y)) + 0.5) / Float(factor) - 0.5
                        let pixel = y * width + x
                        var covered = cover.value(at: place)
                        let share = edge.value(at: place)
                        if share > 0 {
                            let light = (0..<3).reduce(Float(0)) { $0 + picture.values[pixel * 3 + $1] * weights[$1] }
                            let fitted = slope.value(at: place) * Self.tone(light) + offset.value(at: place)
                            covered += (min(1, max(0, fitted)) - covered) * share
                        }
                        plane.values[pixel] *= 1 - covered
                    }
                }
            }
        }
    }

    /// Even steps of it look even.
    private static func tone(_ light: Float) -> Float { max(0, light).squareRoot() }

    /// Whether a pixel of the study or a neighbour has something over it.
    private func isCovered(near column: Int, _ row: Int) -> Bool {
        for y in max(0, row - 1)...min(cover.height - 1, row + 1) {
            for x in max(0, column - 1)...min(cover.width - 1, column + 1)
            where cover.values[y * cover.width + x] > 0 || edge.values[y * cover.width + x] > 0 { return true }
        }
        return false
    }
}
