import Compositing
import Faces
import Raster

/// What is a face's own in photographs of it, laid flat: neither pose nor size, and little of the light.
struct FaceAppearance: Sendable {
    /// Cells a side, those of `FaceAtlas.confidence`.
    private static let side = 256
    /// Pixels of a face's width that are looked at: about what fills the cells.
    private static let width = 256
    /// Cells: details between these are a face's own. Finer ones are grain, and how sharp a picture is; broader ones are
    /// light, which a work has from its target.
    private static let (finest, broadest): (Float, Float) = (2, 8)
    /// Rec. 709.
    private static let luminance: [Float] = [0.2126, 0.7152, 0.0722]
    /// Darker than this is taken for as dark, so that black's noise does not count; linear, white is 1.
    private static let dark: Float = 1e-3

    /// Logarithms of luminance, less what is broad.
    private let details: Raster
    /// How surely the photographs show each cell, 0…1.
    private let weights: Raster

    /// - Parameter faces: of one person, at least one.
    /// - Throws: `CompositingError.faceOutsidePicture`.
    init(of faces: [SourceFace]) throws {
        let atlas = FaceAtlas.build(from: try faces.map(Self.view))
        // Half of a cell's confidence may come from the other half of the face, which shows nothing new.
        let weights = atlas.confidence.map { max(0, 2 * $0 - 1) }
        let logarithm = atlas.texture.base.shrunk(by: max(1, atlas.side / Self.side)).weighed(by: Self.luminance)
            .logarithm(floor: Self.dark)
        details =
            Self.smoothed(logarithm, weights, sigma: Self.finest)
            - Self.smoothed(logarithm, weights, sigma: Self.broadest)
        self.weights = weights
    }

    /// The correlation of the details, weighted by how surely both are seen; 0 where they share too little.
    func correlation(with other: FaceAppearance) -> Double {
        var (sum, a, b, aa, bb, ab) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        for cell in weights.values.indices {
            let weight = Double(weights.values[cell] * other.weights.values[cell])
            guard weight > 0 else { continue }
            let (x, y) = (Double(details.values[cell]), Double(other.details.values[cell]))
            sum += weight
            a += weight * x
            b += weight * y
            aa += weight * x * x
            bb += weight * y * y
            ab += weight * x * y
        }
        guard sum > Self.least * Double(Self.side * Self.side) else { return 0 }
        let (spreadA, spreadB) = (aa - a * a / sum, bb - b * b / sum)
        guard spreadA > 0, spreadB > 0 else { return 0 }
        return (ab - a * b / sum) / (spreadA * spreadB).squareRoot()
    }

    /// The share of the cells that two faces must have in common.
    private static let least = 0.05

    /// A face at about the cells' own resolution.
    private static func view(of source: SourceFace) throws -> AtlasView {
        let (photograph, mesh) = (source.photograph, source.face.mesh)
        let region = AtlasView.region(of: mesh, in: photograph.size)
        guard !region.isEmpty else { throw CompositingError.faceOutsidePicture }
        let factor = max(1, region.width / width)
        let light = photograph.light(in: region).shrunk(by: factor)
        let corner = SIMD3(Float(region.x), Float(region.y), 0)
        return AtlasView(
            pixels: light, region: PixelBox(light.size), mesh: mesh.map { ($0 - corner) / Float(factor) },
            sharpness: source.face.quality.sharpness)
    }

    /// The mean around each cell of those that are seen.
    private static func smoothed(_ values: Raster, _ weights: Raster, sigma: Float) -> Raster {
        (values * weights).blurred(sigma: sigma).combined(with: weights.blurred(sigma: sigma)) { $0 / max(1e-4, $1) }
    }
}
