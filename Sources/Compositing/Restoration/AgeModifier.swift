import Faces
import Inference
import Raster

/// Makes a face younger or older: FRAN (Zoss et al. 2022) or StyleGANEX (Yang et al. 2023).
public struct AgeModifier: FaceProcessor {
    /// The networks see a face differently.
    private enum Kind {
        /// One crop, and the ages before and after; needs `Face.traits`.
        case fran
        /// Two crops, one with the surroundings of the face, and a direction.
        case styleganex
    }

    private enum Name {
        static let target = "target"
        static let surroundings = "target_with_background"
        static let direction = "direction"
    }

    /// −1 (a hundred years younger) … 1 (older).
    public var direction: Float
    public var paste: PasteMask
    private let network: NamedNetwork
    private let kind: Kind

    public var step: String { "age_modifier" }

    /// - Parameter model: with inputs `target` and `direction`, and `target_with_background` where it is StyleGANEX.
    /// - Throws: `CompositingError.wrongNetwork`.
    public init(
        _ model: any Model, named name: String, direction: Float, paste: PasteMask = PasteMask()
    ) throws(CompositingError) {
        network = try NamedNetwork(
            model, name: name, inputs: [Name.target, Name.surroundings, Name.direction],
            needed: [Name.target, Name.direction])
        kind = network.has(Name.surroundings) ? .styleganex : .fran
        self.direction = direction
        self.paste = paste
    }

    public func layer(for face: Face, in photograph: Photograph, original: SourceFace) throws -> SwapResult {
        var figures = ["direction": Double(direction)]
        let pasted: SwappedCrop
        switch kind {
        case .fran:
            guard let age = face.traits?.meanAge else { throw CompositingError.unknownAge(model: network.name) }
            figures["age"] = Double(age)
            pasted = try aged(face, from: age, in: photograph)
        case .styleganex:
            pasted = try aged(face, in: photograph)
        }
        return SwapResult(
            layer: try pasted.layer(over: photograph), steps: [StepFigures(step: step, figures: figures)])
    }

    private var limitedDirection: Float { min(1, max(-1, direction)) }

    private func aged(_ face: Face, from age: Float, in photograph: Photograph) throws -> SwappedCrop {
        let crop = try FaceCrop(of: face, in: photograph, template: .ffhq512, side: 1024)
        let mask = try paste.mask(of: crop.pixels)
        let ages = [age, age + 100 * limitedDirection].map { min(1, max(0, $0 / 100)) }
        let result = try network.run([
            Name.target: NetworkColors.plain.tensor(of: crop.pixels),
            Name.direction: Tensor(shape: [2], values: ages),
        ])
        return SwappedCrop(
            pixels: try NetworkColors.plain.picture(of: result[0], side: crop.side, from: network), mask: mask,
            matrix: crop.matrix)
    }

    private func aged(_ face: Face, in photograph: Photograph) throws -> SwappedCrop {
        let near = try FaceCrop(of: face, in: photograph, template: .ffhq512, side: 256)
        let wide = try FaceCrop(of: face, in: photograph, template: .styleganex384, spread: 0.875, side: 384)
        var masks = [CropMask.box(side: wide.side, padding: .init(), blur: paste.blur)]
        if let occlusion = paste.occlusion, let back = near.matrix.inverse {
            // The occluder sees the face near; FaceFusion lays its mask over the wide crop by the two maps in the
            // wrong order, which moves it off the face.
            masks.append(
                Raster(try occlusion(near.pixels)).sampled(
                    by: back.followed(by: wide.matrix), to: wide.pixels.size, border: .zero))
        }
        let result = try network.run([
            Name.target: NetworkColors.centered.tensor(of: near.pixels),
            Name.surroundings: NetworkColors.centered.tensor(of: wide.pixels),
            Name.direction: Tensor(shape: [], values: [-2.5 * limitedDirection]),
        ])
        let side = 1024
        let aged = try NetworkColors.centered.picture(of: result[0], side: nil, from: network)
            .averaged(toSide: side).takingBroadColors(of: wide.pixels)
        return SwappedCrop(
            pixels: aged, mask: Raster(CropMask.combined(masks)).sampled(at: aged.size).mask,
            matrix: wide.matrix.scaled(by: Double(side) / Double(wide.side)))
    }
}

extension FaceTraits {
    /// The middle of the group as FaceFusion takes it, whose ranges leave their last year out.
    fileprivate var meanAge: Float { Float(age.lowerBound + max(age.lowerBound, age.upperBound - 1)) / 2 }
}

extension CropMatrix {
    /// Every coefficient times `factor`, as FaceFusion enlarges a crop; pixel centres stay on the corner of the first.
    fileprivate func scaled(by factor: Double) -> CropMatrix {
        CropMatrix(
            xx: xx * factor, xy: xy * factor, tx: tx * factor, yx: yx * factor, yy: yy * factor, ty: ty * factor)
    }
}
