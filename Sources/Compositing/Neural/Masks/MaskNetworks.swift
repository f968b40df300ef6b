import Faces
import Inference
import Raster

/// The networks that draw masks of a crop: any number of occluders and a parser.
package struct MaskNetworks: Sendable {
    /// A network and the side in pixels of the square that it sees.
    package struct Network: Sendable {
        let network: NamedNetwork
        let side: Int

        /// - Parameter name: for errors.
        package init(name: String, model: any Model, side: Int) {
            network = NamedNetwork(name: name, model: model)
            self.side = side
        }
    }

    private let occluders: [Network]
    private let parser: Network?

    /// - Parameters:
    ///   - occluders: xseg; of several the least counts, as in FaceFusion's `many`.
    ///   - parser: BiSeNet of 19 classes.
    package init(occluders: [Network] = [], parser: Network? = nil) {
        self.occluders = occluders
        self.parser = parser
    }

    /// What the occluders see of a face in the target's crop, 0 … 1.
    /// - Throws: `CompositingError.missingNetwork`, `.wrongNetwork`; `InferenceError`.
    package func occlusion(of crop: Raster) throws -> Raster {
        guard !occluders.isEmpty else {
            throw CompositingError.missingNetwork(role: "occluder", of: "mask occlusion")
        }
        let seen = try occluders.map { occluder in
            let picture = crop.sampled(at: PixelSize(width: occluder.side, height: occluder.side))
            let (side, network) = (occluder.side, occluder.network)
            // Blue, green, red, pixel by pixel.
            let outputs = try network.run(
                Tensor(shape: [1, side, side, 3], values: picture.reversedChannels().values))
            guard let output = outputs.first, output.values.count == side * side else {
                throw network.wrong("an output [1, \(side), \(side), 1]", found: "\(outputs.first?.shape ?? [])")
            }
            return Raster(width: side, height: side, channels: 1, values: output.values)
                .map { min(1, max(0, $0)) }.sampled(at: crop.size)
        }
        return CropMask.softened(Raster(CropMask.combined(seen)))
    }

    /// Where the parser sees one of `regions` in the swapped crop, 0 … 1.
    /// - Throws: `CompositingError.missingNetwork`, `.wrongNetwork`; `InferenceError`.
    func regions(_ regions: Set<MaskRegion>, in crop: Raster) throws -> Raster {
        guard let parser else { throw CompositingError.missingNetwork(role: "parser", of: "mask region") }
        let side = parser.side
        let picture = crop.sampled(at: PixelSize(width: side, height: side))
        let outputs = try parser.network.run(NetworkColors.imageNet.tensor(of: picture))
        let wanted = Set(regions.map(\.parserClass))
        let area = side * side
        guard let output = outputs.first, output.values.count % area == 0,
            output.values.count / area > wanted.max() ?? 0
        else {
            throw parser.network.wrong(
                "an output [1, 19, \(side), \(side)]", found: "\(outputs.first?.shape ?? [])")
        }
        let values = [Float](unsafeUninitializedCapacity: area) { mask, count in
            count = area
            output.values.withUnsafeBufferPointer { scores in
                for pixel in 0..<area {
                    var best = 0
                    for other in 1..<max(1, scores.count / area)
                    where scores[other * area + pixel] > scores[best * area + pixel] { best = other }
                    mask[pixel] = wanted.contains(best) ? 1 : 0
                }
            }
        }
        return CropMask.softened(
            Raster(width: side, height: side, channels: 1, values: values).sampled(at: crop.size))
    }
}
