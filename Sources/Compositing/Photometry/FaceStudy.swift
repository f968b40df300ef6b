import Raster

/// A rendered face and its target, shrunk to the scale at which light varies, with the masks that say which pixels
/// are comparable skin. Everything low-frequency is computed here.
package struct FaceStudy: Sendable {
    /// Widths below which nothing about light is lost; the face is shrunk by the whole factor that keeps this many.
    private static let width: Float = 192

    /// Whole factor between the full planes and these.
    package let factor: Int
    /// Full size of the planes.
    package let size: PixelSize
    /// Of the face as it is drawn, and as the target shows it.
    package let regions, own: FaceRegions
    /// Brows, eyes and lips, of the rendered face and of the target's own, 0…1.
    package let features: Raster
    package let target: Raster
    package let rendered: Raster
    package let normals: Raster
    /// Signed distance to the outline, pixels of this scale, positive inside.
    package let outline: Raster
    /// What lies over the target's face.
    package let occluder: Raster
    /// What lay over the source's face and was rendered with it.
    package let strange: Raster
    /// Where the rendered face shows a surface that is worth showing, features included, 0…1.
    package let drawn: Raster
    /// Trust in the rendered surface, 0…1.
    package let trust: Raster
    /// How much of each pixel of the inner face is the target's own surface, because no source shows it, 0…1.
    package let borrowed: Raster
    /// Pixels where both pictures show bare skin, 0…1: the ground on which light and colour are compared.
    package let average: MaskedAverage
    /// The face as both pictures show it, brows, eyes and lips included, 0…1.
    package let shared: Raster
    /// The one tone of a target that has no colours; nil for one that has.
    package let tone: MonochromeTone?
    /// Smallest light that logarithms tell apart.
    package let floor: Float

    package var faceWidth: Float { regions.faceWidth }

    /// The whole factor by which a face with these mesh points, in pixels, is shrunk.
    package static func factor(for points: [SIMD2<Float>]) -> Int {
        max(1, Int(FaceRegions.width(of: points) / width))
    }

    package init(_ face: RenderedFace) {
        size = face.region.size
        let corner = SIMD2(Float(face.region.x), Float(face.region.y))
        let points = face.landmarks.map { $0.flat - corner }
        let factor = Self.factor(for: points)
        self.factor = factor
        target = face.target.shrunk(by: factor)
        rendered = face.pixels.shrunk(by: factor)
        let small = target.size
        normals = (face.normals.size == small ? face.normals : face.normals.shrunk(by: factor)).normalised()
        regions = FaceRegions(size: small, points: points.map { $0 / Float(factor) })
        own = FaceRegions(size: small, points: face.shown.map { ($0.flat - corner) / Float(factor) })
        let width = regions.faceWidth
        outline = regions.ovalDistance()
        let features = regions.features().combined(with: own.features(), max)
        self.features = features
        let coverage = Raster(face.coverage).shrunk(by: factor).map { $0 > 0.99 ? 1 : 0 }
        trust = Raster(face.confidence).shrunk(by: factor).blurred(sigma: 0.01 * width).map {
            $0.smoothStep(Self.distrusted...Self.trusted)
        }
        borrowed = BorrowedSurface.share(trust: trust, outline: outline, features: features, faceWidth: width)

        let inside = outline.map { min(1, max(0, $0 + 0.5)) }
        tone = MonochromeTone(target, weight: inside)
        let bare = (inside * coverage).combined(with: features) { $0 * (1 - min(1, 2 * $1)) }
        let core = bare.combined(with: outline) { $1 > 0.13 * width ? $0 : 0 }
        let lit = target.weighed(by: [1.0 / 3, 1.0 / 3, 1.0 / 3])
        let middle = core.values.indices.filter { core.values[$0] > 0.5 }.map { lit.values[$0] }.median
        let floor = min(2e-3, max(1e-5, 0.03 * middle))
        self.floor = floor

        let none = Raster(width: small.width, height: small.height, channels: 1)
        let protected = regions.protected()
        let find = {
            [normals, outline, regions] (pixels: Raster, protected: Raster, underside: Raster, growth: Float) in
            SkinModel(pixels: pixels, normals: normals, core: core, floor: floor).map { skin in
                Occlusion(
                    distance: skin.distance(of: pixels, normals: normals, underside: underside), outline: outline,
                    protected: protected, regions: regions, growth: growth)
            }
        }
        let over = find(target, protected.combined(with: own.protected(), max), regions.underside(), 0.008)
        // What a source hides in its own shade is not worth showing.
        let brought = find(rendered, protected, none, 0.02)
        occluder = over?.cover ?? none
        strange = brought?.cover ?? none
        drawn = (inside * coverage * trust).combined(with: brought?.notSkin ?? none) { $0 * (1 - $1) }
        shared = drawn.combined(with: over?.notSkin ?? none) { $0 * (1 - $1) }
        let ground = shared.combined(with: features) { $0 * (1 - $1) }
        average = MaskedAverage(weight: ground, faceWidth: width)
    }

    /// Confidence below which a rendered surface is a guess, and above which it is used as it is.
    private static let distrusted: Float = 0.02
    private static let trusted: Float = 0.2
}

extension Raster {
    /// Three-channel vectors brought to length 1; short ones stay 0.
    fileprivate func normalised() -> Raster {
        byRows(size) { from, to, rows in
            for i in rows.lowerBound * width..<rows.upperBound * width {
                let (x, y, z) = (from[i * 3], from[i * 3 + 1], from[i * 3 + 2])
                let length = (x * x + y * y + z * z).squareRoot()
                let share: Float = length > 0.1 ? 1 / length : 0
                to[i * 3] = x * share
                to[i * 3 + 1] = y * share
                to[i * 3 + 2] = z * share
            }
        }
    }
}
