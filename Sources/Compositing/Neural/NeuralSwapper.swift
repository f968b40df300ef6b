import Faces
import Inference
import Raster

/// Swappers that are networks: weights that people have, with FaceFusion's meaning, on float pictures.
///
///     let swapper = try NeuralSwapper("inswapper_128", from: store) { try engines.engine(for: $0) }
///     let identity = try swapper.prepare([SourceFace(photograph: ana, face: face)])
///     let result = try swapper.swap(identity, into: street, face: target, settings: CompositingSettings())
///
/// The target is sampled from its file's 8- or 16-bit code values and is not rounded on the way; the crop's mask
/// travels with the face, and the compositor lights and joins it like any other.
public struct NeuralSwapper: FaceSwapper {
    private enum Drawing {
        case told(SwapNetwork)
        case deep(DeepNetwork)
    }

    private struct NeuralIdentity: Identity {
        var network: String
        var source: SwapNetwork.Source
    }

    /// The network's name, for errors and records.
    public let name: String
    public let family: SwapFamily
    public private(set) var neural: NeuralSettings
    public let merge: EmbeddingMerge
    /// Padding and blur of the mask where a recipe leaves them open: FaceFusion's.
    public static let usualMask = (
        padding: CompositingSettings.Length.faceWidths(0), blur: CompositingSettings.Length.faceWidths(0.3)
    )
    private let drawing: Drawing
    private let masks: MaskNetworks

    /// - Parameters:
    ///   - name: for errors, and so that identities of other networks are known.
    ///   - crop: family, template, side, mean and deviation of the manifest's entry.
    ///   - converter: for the families that need one.
    ///   - map: for `inswapper`.
    ///   - masks: for the masks `occlusion` and `region`.
    /// - Throws: `CompositingError.unknownFamily`, `.wrongNetwork`, `.missingNetwork`, `.unfitPixelBoost`,
    ///   `.nothingMasked`.
    package init(
        name: String, crop: ModelEntry.Crop, network: any Model, converter: (any Model)? = nil,
        map: EmbeddingMap? = nil, masks: MaskNetworks = MaskNetworks(), neural: NeuralSettings = NeuralSettings(),
        merge: EmbeddingMerge = .mean
    ) throws(CompositingError) {
        guard let family = SwapFamily(rawValue: crop.family) else {
            throw .unknownFamily(network: name, field: "family", found: crop.family)
        }
        guard let template = crop.template.flatMap(WarpTemplate.init(rawValue:)), crop.mean.count == 3,
            crop.deviation.count == 3
        else { throw .unknownFamily(network: name, field: "template", found: crop.template ?? "none") }
        (self.name, self.family, self.neural, self.merge, self.masks) = (name, family, neural, merge, masks)
        let named = NamedNetwork(name: name, model: network)
        if family == .deep {
            let deep = try DeepNetwork(named, template: template, side: crop.side)
            guard neural.pixelBoost ?? deep.side == deep.side else {
                throw .unfitPixelBoost(found: neural.pixelBoost ?? 0, side: deep.side)
            }
            drawing = .deep(deep)
        } else {
            let shape = [1, 3, crop.side, crop.side]
            let target = try named.input("target")
            guard target.fits(shape) else { throw named.wrong("target \(shape)", found: "\(target.shape)") }
            _ = try named.input("source")
            _ = try PixelBoost(neural.pixelBoost, side: crop.side)
            drawing = .told(
                SwapNetwork(
                    family: family, network: named, template: template, side: crop.side,
                    colors: NetworkColors(mean: SIMD3(crop.mean), deviation: SIMD3(crop.deviation)),
                    converter: converter.map { NamedNetwork(name: "\(name): embedding converter", model: $0) }, map: map
                ))
        }
        try checkMasks()
    }

    private func checkMasks() throws(CompositingError) {
        if neural.masks.isEmpty { throw .nothingMasked(field: "masks") }
        if neural.masks.contains(.area) && neural.areas.isEmpty { throw .nothingMasked(field: "areas") }
        if neural.masks.contains(.region) && neural.regions.isEmpty { throw .nothingMasked(field: "regions") }
    }

    /// - Parameter sources: several become one identity as `merge` says; a deep swapper needs none.
    /// - Throws: `CompositingError.noSource`, `.missingEmbedding`, `.missingNetwork`, `.wrongNetwork`;
    ///   `FacesError.degenerateLandmarks`; `InferenceError`.
    public func prepare(_ sources: [SourceFace]) throws -> any Identity {
        switch drawing {
        case .told(let network): NeuralIdentity(network: name, source: try network.source(of: sources, merge: merge))
        case .deep: NeuralIdentity(network: name, source: .embedding([]))
        }
    }

    /// - Throws: `CompositingError.foreignIdentity`, `.faceOutsidePicture`, `.missingMesh`, `.missingEmbedding`,
    ///   `.missingNetwork`, `.wrongNetwork`; `FacesError.degenerateLandmarks`; `InferenceError`.
    public func swap(
        _ identity: any Identity, into target: Photograph, face: Face, settings: CompositingSettings
    ) throws -> SwapResult {
        guard face.mesh.count == CanonicalFace.mean.positions.count else { throw CompositingError.missingMesh }
        let crop = try masked(as: settings, for: face).swappedCrop(identity, in: target, face: face)
        let pasted = try PastedFace(crop, in: target.size)
        let rendered = pasted.rendered(into: target, mesh: face.mesh)
        var result = FaceCompositor(settings: settings).compose(rendered)
        result.layer.pixels.convert(from: .sRGB, to: target.colorSpace)
        let scale = abs(crop.matrix.determinant).squareRoot()
        result.steps.insert(
            StepFigures(
                step: "swapper",
                figures: [
                    "crop_px": Double(crop.pixels.width), "crop_scale": scale,
                    "mask_px": pasted.mask.values.reduce(0) { $0 + Double($1) },
                ]), at: 0)
        return result
    }

    /// This swapper with the box mask that a recipe's words ask for.
    private func masked(as settings: CompositingSettings, for face: Face) throws -> NeuralSwapper {
        let side = try cropSide
        let matrix = try CropMatrix(of: face.landmarks5, in: template, side: side)
        var masked = self
        masked.neural = neural.masked(
            padding: settings.maskPadding, blur: settings.maskBlur,
            scale: Float(abs(matrix.determinant).squareRoot()), side: side)
        return masked
    }

    /// The swapped crop with its mask, before it is laid into the target.
    /// - Throws: as `swap`.
    package func swappedCrop(
        _ identity: any Identity, in target: Photograph, face: Face
    ) throws -> SwappedCrop {
        let side = try cropSide
        let matrix = try CropMatrix(of: face.landmarks5, in: template, side: side)
        let crop = target.sampled(by: matrix, to: PixelSize(width: side, height: side))
        return try swapped(crop, laidBy: matrix, identity: identity, face: face)
    }

    /// The same of a crop that is there already.
    /// - Parameters:
    ///   - crop: sRGB code values 0 … 1 of `cropSide` squared.
    ///   - matrix: from the photograph, of which `face` is, to the crop.
    /// - Throws: as `swap`.
    package func swapped(
        _ crop: Raster, laidBy matrix: CropMatrix, identity: any Identity, face: Face
    ) throws -> SwappedCrop {
        guard let identity = identity as? NeuralIdentity, identity.network == name else {
            throw CompositingError.foreignIdentity
        }
        var planes: [Raster] = []
        if family == .deep || neural.masks.contains(.box) {
            // A deep swapper's crop always fades towards its border.
            planes.append(CropMask.box(side: crop.width, padding: neural.padding, blur: neural.blur))
        }
        if neural.masks.contains(.occlusion) { planes.append(try masks.occlusion(of: crop)) }
        let swapped: Raster
        switch drawing {
        case .told(let network):
            swapped = try network.swapped(
                crop, source: identity.source, target: face, boost: PixelBoost(neural.pixelBoost, side: network.side),
                weight: neural.weight)
        case .deep(let network):
            let drawn = try network.swapped(crop, morph: neural.morph)
            swapped = drawn.pixels
            planes.append(drawn.mask)
        }
        if neural.masks.contains(.area) {
            guard face.landmarks68.count == 68 else { throw CompositingError.missingLandmarks }
            planes.append(CropMask.area(neural.areas, landmarks: face.landmarks68, matrix: matrix, side: crop.width))
        }
        if neural.masks.contains(.region) { planes.append(try masks.regions(neural.regions, in: swapped)) }
        return SwappedCrop(pixels: swapped, mask: CropMask.combined(planes), matrix: matrix)
    }

    /// Side of the crop in pixels.
    package var cropSide: Int {
        get throws(CompositingError) {
            switch drawing {
            case .told(let network): try PixelBoost(neural.pixelBoost, side: network.side).cropSide
            case .deep(let network): network.side
            }
        }
    }

    private var template: WarpTemplate {
        switch drawing {
        case .told(let network): network.template
        case .deep(let network): network.template
        }
    }
}
