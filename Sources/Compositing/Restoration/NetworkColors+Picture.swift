import Faces
import Inference
import Raster

extension NetworkColors {
    /// The picture that a network gave, a square of `side`.
    /// - Throws: `CompositingError.wrongNetwork` when it is none.
    func picture(of tensor: Tensor, side: Int?, from network: NamedNetwork) throws(CompositingError) -> Raster {
        guard let picture = raster(of: tensor), picture.width == picture.height, side ?? picture.width == picture.width
        else {
            throw .wrongNetwork(
                network: network.name,
                expected: "a picture of \(side.map { "3×\($0)×\($0)" } ?? "three planes, a square each")",
                found: "a result of \(tensor.shape.map(String.init).joined(separator: "×"))")
        }
        return picture
    }
}
