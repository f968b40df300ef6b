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
    private static let (finest, broadest): (Float, Float) = (1, 4)
    /// Cells around each within which details are brought to one strength: brows and lips, which everybody has, would else
    /// outweigh what only this skin has.
    private static let neighbourhood: Float = 8
    /// The strength below which details count as none, so that plain skin's noise is not brought up; of logarithms.
    private static let faintest: Float = 0.01
    /// Cells at the rim of what is seen that are left aside: hair and background reach in there.
    private static let rim: Float = 4
    /// Of the logarithms of red, green and blue: lightness by Rec. 709's weights, and two ratios, which light of one colour
    /// leaves as they are.
    private static let aspects: [[Float]] = [[0.2126, 0.7152, 0.0722], [1, -1, 0], [0, -1, 1]]
    /// Darker than this is taken for as dark, so that black's noise does not count; linear, white is 1.
    private static let dark: Float = 1e-3

    /// A plane for each aspect: details of one strength all over.
    private let details: [Raster]
    /// How surely the photographs show each cell, 0…1.
    private let weights: Raster

    /// - Parameter faces: of one person, at least one.
    /// - Throws: `CompositingError.faceOutsidePicture`.
    init(of faces: [SourceFace]) throws {
        let atlas = FaceAtlas.build(from: try faces.map(Self.view))
        // Half of a cell's confidence may come from the other half of the face, which shows nothing new.
        let weights = atlas.confidence.map { max(0, 2 * $0 - 1) }
        let seen = weights.blurred(sigma: Self.rim).map { min(1, max(0, 2 * $0 - 1)) }
        let logarithms = atlas.texture.base.shrunk(by: max(1, atlas.side / Self.side)).logarithm(floor: Self.dark)
        details = Self.aspects.map { Self.details(of: logarithms.weighed(by: $0), where: seen) }
        self.weights = seen
    }

    /// The mean of the aspects' correlations, weighted by how surely both photographs show each cell; 0 where they share
    /// too little.
    func correlation(with other: FaceAppearance) -> Double {
        let shared = weights * other.weights
        let total = shared.values.reduce(0.0) { $0 + Double($1) }
        guard total > Self.least * Double(Self.side * Self.side) else { return 0 }
        let correlations = zip(details, other.details).map {
            Self.correlation($0.values, $1.values, shared.values, total)
        }
        return correlations.reduce(0, +) / Double(correlations.count)
    }

    private static func correlation(_ a: [Float], _ b: [Float], _ weights: [Float], _ total: Double) -> Double {
        var (sumA, sumB, squareA, squareB, product) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for cell in weights.indices where weights[cell] > 0 {
            let (weight, x, y) = (Double(weights[cell]), Double(a[cell]), Double(b[cell]))
            sumA += weight * x
            sumB += weight * y
            squareA += weight * x * x
            squareB += weight * y * y
            product += weight * x * y
        }
        let spread = (squareA - sumA * sumA / total) * (squareB - sumB * sumB / total)
        return spread > 0 ? (product - sumA * sumB / total) / spread.squareRoot() : 0
    }

    /// Places a side of a signature: as close as details are independent of each other.
    private static let places = 32

    /// The signs of lightness and of the first ratio in turn, place by place.
    var signature: FaceSignature {
        let step = Self.side / Self.places
        var signs = [UInt64](repeating: 0, count: FaceSignature.words)
        var seen = signs
        for place in 0..<Self.places * Self.places {
            let (row, column) = (place / Self.places, place % Self.places)
            let cell = (row * step + step / 2) * Self.side + column * step + step / 2
            let bit: UInt64 = 1 << UInt64(place % 64)
            if details[(row + column) % 2].values[cell] > 0 { signs[place / 64] |= bit }
            if weights.values[cell] > 0.5 { seen[place / 64] |= bit }
        }
        return FaceSignature(signs: signs, seen: seen)
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

    private static func details(of plane: Raster, where weights: Raster) -> Raster {
        let band = mean(of: plane, weights, sigma: finest) - mean(of: plane, weights, sigma: broadest)
        let centred = band - mean(of: band, weights, sigma: neighbourhood)
        let variance = mean(of: centred * centred, weights, sigma: neighbourhood)
        return centred.combined(with: variance) { $0 / ($1 + faintest * faintest).squareRoot() }
    }

    /// The mean around each cell of those that are seen.
    private static func mean(of plane: Raster, _ weights: Raster, sigma: Float) -> Raster {
        (plane * weights).blurred(sigma: sigma).combined(with: weights.blurred(sigma: sigma)) { $0 / max(1e-4, $1) }
    }
}
