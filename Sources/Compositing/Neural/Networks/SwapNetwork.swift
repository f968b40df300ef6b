import Faces
import Inference
import Raster

/// A network that is told of the source by an input beside the target's picture: every family but the deep swapper's.
struct SwapNetwork: Sendable {
    /// What of the sources goes into `source`.
    enum Source: Sendable, Equatable {
        case embedding([Float])
        case picture(Tensor)
    }

    let family: SwapFamily
    let network: NamedNetwork
    let template: WarpTemplate
    let side: Int
    let colors: NetworkColors
    let converter: NamedNetwork?
    let map: EmbeddingMap?

    /// - Throws: `CompositingError` when the sources do not hold what the family needs; `InferenceError`.
    func source(of sources: [SourceFace], merge: EmbeddingMerge) throws -> Source {
        guard let first = sources.first else { throw CompositingError.noSource }
        let merged = { () throws(CompositingError) in try merge.embedding(of: sources.map(\.face)) }
        switch family.sourceInput {
        case .picture(let template, let side):
            let matrix = try CropMatrix(of: first.face.landmarks5, in: template, side: side)
            let crop = first.photograph.sampled(by: matrix, to: PixelSize(width: side, height: side))
            return .picture(NetworkColors.plain.tensor(of: crop))
        case .normalized: return .embedding(try merged().normalized)
        case .mapped:
            guard let map else { throw CompositingError.missingNetwork(role: "embedding map", of: network.name) }
            return .embedding(try map(try merged().embedding, network: network.name))
        case .converted(let isNormalized):
            let converted = try self.converted(try merged().embedding)
            return .embedding(isNormalized ? converted.atLengthOne : converted)
        case .none: return .embedding([])
        }
    }

    private func converted(_ embedding: [Float]) throws -> [Float] {
        guard let converter else {
            throw CompositingError.missingNetwork(role: "embedding converter", of: network.name)
        }
        let outputs = try converter.run(Tensor(shape: [1, embedding.count], values: embedding))
        guard let converted = outputs.first?.values, !converted.isEmpty else {
            throw converter.wrong("one output", found: "none")
        }
        return converted
    }

    /// The swapped crop, sRGB code values of 0 … 1. The pictures of a boosted crop are run side by side as far as the
    /// engine lets them.
    /// - Throws: `CompositingError.unfitPixelBoost`, `.missingEmbedding`, `.wrongNetwork`; `InferenceError`.
    func swapped(_ crop: Raster, source: Source, target: Face, boost: PixelBoost, weight: Float) throws -> Raster {
        let given: Tensor
        switch source {
        case .picture(let tensor): given = tensor
        case .embedding(let embedding):
            let balanced = try IdentityBalance(weight: weight)
                .balanced(embedding, with: target.embedding, family: family)
            given = Tensor(shape: [1, balanced.count], values: balanced)
        }
        return boost.crop(
            of: try boost.pictures(of: crop).concurrentMap { part in
                try picture(in: network.run(["source": given, "target": colors.tensor(of: part)]))
            })
    }

    private func picture(in outputs: [Tensor]) throws -> Raster {
        let scale = family.givesScaledColors ? colors : .plain
        guard let output = outputs.first, let raster = scale.raster(of: output),
            raster.size == PixelSize(width: side, height: side)
        else {
            throw network.wrong("an output [1, 3, \(side), \(side)]", found: "\(outputs.first?.shape ?? [])")
        }
        return raster
    }
}
