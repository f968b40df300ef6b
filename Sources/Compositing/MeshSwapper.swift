import CKernels
import Faces
import Raster

/// The geometric swapper: the sources' surface, laid flat once, drawn into each target's face and lit like it.
///
///     let swapper = MeshSwapper()
///     let identity = try swapper.prepare([SourceFace(photograph: ana, face: face)])
///     let result = try swapper.swap(identity, into: street, face: target, settings: CompositingSettings())
///
/// The atlas is kept in linear sRGB without bounds, which holds every colour of every other space, so that one identity
/// serves targets of all of them.
public struct MeshSwapper: FaceSwapper {
    /// A prepared face.
    private struct MeshIdentity: Identity {
        var atlas: FaceAtlas
    }

    /// Padding and blur of the mask where a recipe leaves them open.
    public static let usualMask = (padding: FaceMask.padding, blur: FaceMask.blur)

    public init() {}

    /// - Throws: `CompositingError.noSource` when there is none, `.missingMesh`, `.faceOutsidePicture`.
    public func prepare(_ sources: [SourceFace]) throws -> any Identity {
        guard !sources.isEmpty else { throw CompositingError.noSource }
        let views = try sources.map { source in
            try Self.check(source.face)
            let region = AtlasView.region(of: source.face.mesh, in: source.photograph.size)
            guard !region.isEmpty else { throw CompositingError.faceOutsidePicture }
            var light = source.photograph.light(in: region)
            light.convert(from: source.photograph.colorSpace, to: .sRGB)
            return AtlasView(
                pixels: light, region: region, mesh: source.face.mesh, sharpness: source.face.quality.sharpness)
        }
        return MeshIdentity(atlas: FaceAtlas.build(from: views))
    }

    /// - Throws: `CompositingError.foreignIdentity`, `.missingMesh`, `.faceOutsidePicture`.
    public func swap(
        _ identity: any Identity, into target: Photograph, face: Face, settings: CompositingSettings
    ) throws -> SwapResult {
        guard let identity = identity as? MeshIdentity else { throw CompositingError.foreignIdentity }
        try Self.check(face)
        let region = FaceRenderer.region(for: face.mesh, in: target.size, shapeTransfer: settings.shapeTransfer)
        guard !region.isEmpty else { throw CompositingError.faceOutsidePicture }
        var light = target.light(in: region)
        light.convert(from: target.colorSpace, to: .sRGB)
        let rendered = FaceRenderer(identity.atlas).render(
            into: light, region: region, mesh: face.mesh, shapeTransfer: settings.shapeTransfer)
        var result = FaceCompositor(settings: settings).compose(rendered)
        result.layer.pixels.convert(from: .sRGB, to: target.colorSpace)
        return result
    }

    private static func check(_ face: Face) throws(CompositingError) {
        guard face.mesh.count == CanonicalFace.mean.positions.count else { throw .missingMesh }
    }
}

extension Raster {
    /// Carries linear RGB from one space's primaries to another's; values out of the other's gamut pass 0 or 1.
    mutating func convert(from space: ColorSpace, to other: ColorSpace) {
        guard space.profile != other.profile else { return }
        let matrix = space.matrix(to: other).flatMap { [Float($0.x), Float($0.y), Float($0.z)] }
        let pixels = width * height
        values.withUnsafeMutableBufferPointer { values in
            if let values = values.baseAddress { kernel_matrix(values, matrix, pixels, channels) }
        }
    }
}
