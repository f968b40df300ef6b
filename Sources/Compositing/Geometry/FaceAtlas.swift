import CKernels
import Faces
import Raster

/// A face as a flat map: what one or several photographs show of it, completed where they do not.
///
/// Built once, drawn into any target by `FaceRenderer`. Colours are linear RGB of the space that the views were given
/// in, lit as in the view that shows most of the face in the light.
package struct FaceAtlas: Identity {
    /// Linear RGB over the flattened face (`CanonicalFace.uv`).
    package let texture: ImagePyramid
    /// `gridSide` × `gridSide`: 1 seen by a photograph, up to 0.5 mirrored, 0 extrapolated or guessed.
    package let confidence: Raster
    /// How surely one half of the nose stands for both, 0…1.
    package let mirroredNose: Float
    /// The picture's left and right eye.
    let eyes: [EyePatch]
    let lips: LipOpening
    /// The face's shape without pose and size, in the canonical face's space.
    let shape: [SIMD3<Float>]

    package var side: Int { texture.size.width }

    /// Cells across the planes of weights, light and fillings; sides are multiples of it.
    static let gridSide = 256
    /// Atlas pixels per pixel of the face's width: the flattening's least dense places keep one pixel per pixel.
    private static let density: Float = 1.6
    private static let sides = 512...4096
    /// Trust in a surface that was taken from the other half of the face.
    private static let mirrorTrust: Float = 0.5

    /// - Precondition: at least one view.
    package static func build(from views: [AtlasView]) -> FaceAtlas {
        precondition(!views.isEmpty, "an atlas needs a view")
        let widest = views.map { FaceFit($0.mesh).scale * canonicalWidth }.max() ?? 0
        let cells = Int((widest * density / Float(gridSide)).rounded(.up))
        let side = min(sides.upperBound, max(sides.lowerBound, cells * gridSide))
        return FaceAtlas(views.map { UnwrappedView($0, side: side, grid: gridSide) })
    }

    private static let canonicalWidth: Float = {
        let xs = CanonicalFace.mean.positions.map(\.x)
        return (xs.max() ?? 0) - (xs.min() ?? 0)
    }()

    private init(_ views: [UnwrappedView]) {
        let (grid, side) = (Self.gridSide, views[0].side)
        let merge = ViewMerge(views)
        let completion = MirrorCompletion(merge.grid, foreign: merge.foreign)
        let size = PixelSize(width: side, height: side)
        let merged: Raster
        if views.count == 1 {
            merged = views[0].texture
        } else {
            var sum = Raster(width: side, height: side, channels: 3)
            sum.values.withUnsafeMutableBufferPointer { out in
                for (view, factors) in zip(views, merge.factors) { Self.add(view.texture, factors, to: out) }
            }
            merged = sum
        }
        texture = ImagePyramid(size: size) { out in
            Self.add(merged, completion.own, to: out)
            Self.add(merged, completion.mirrored, flipped: true, to: out)
            Self.add(nil, completion.filling, side: side, to: out)
        }
        confidence = Raster(
            width: grid, height: grid, channels: 1,
            values: completion.guessed.indices.map { cell in
                let seen = completion.ownShare[cell] + completion.mirroredShare[cell] * Self.mirrorTrust
                return seen * (1 - completion.guessed[cell])
            })
        mirroredNose = completion.mirroredNose
        eyes = [CanonicalFace.mean.leftEye, CanonicalFace.mean.rightEye].map { loop in
            Self.eye(loop, views: views, merge: merge, completion: completion)
        }
        let best = views.indices.max { merge.worth[$0] < merge.worth[$1] } ?? 0
        lips = views[best].lips
        shape = Self.meanShape(views, merge.worth)
    }

    private static func add(
        _ image: Raster?, _ factors: [SIMD3<Float>], flipped: Bool = false, side: Int? = nil,
        to out: UnsafeMutableBufferPointer<Float>
    ) {
        let side = image?.width ?? side ?? 0
        let flat = factors.flatMap { [$0.x, $0.y, $0.z] }
        let run = { (pixels: UnsafePointer<Float>?) in
            flat.withUnsafeBufferPointer { flat in
                // Safe: each band writes its own rows alone.
                nonisolated(unsafe) let (pixels, factors, to) = (pixels, flat.baseAddress, out.baseAddress)
                Rows.parallel(side) { rows in
                    kernel_add_scaled(
                        pixels, flipped ? 1 : 0, factors, gridSide, to, side, rows.lowerBound, rows.upperBound)
                }
            }
        }
        if let image { image.values.withUnsafeBufferPointer { run($0.baseAddress) } } else { run(nil) }
    }

    /// The shape of all views, by worth; points that a view does not see count for little.
    private static func meanShape(_ views: [UnwrappedView], _ worth: [Float]) -> [SIMD3<Float>] {
        let mirror = CanonicalFace.mean.mirror
        let shapes = views.map { view in view.mesh.map(view.fit.canonical) }
        return mirror.indices.map { point in
            var sum = SIMD3<Float>.zero
            var weight: Float = 0
            for (index, view) in views.enumerated() {
                let twin = shapes[index][mirror[point]]
                let (own, other) = (0.05 + view.facing[point], 0.5 * (0.05 + view.facing[mirror[point]]))
                sum += (shapes[index][point] * own + SIMD3(-twin.x, twin.y, twin.z) * other) * worth[index]
                weight += (own + other) * worth[index]
            }
            return sum / max(1e-6, weight)
        }
    }
}
