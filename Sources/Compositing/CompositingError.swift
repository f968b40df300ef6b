/// Why a face was not swapped.
public enum CompositingError: Error, Sendable, Equatable {
    case noSource
    /// The mesh lies wholly beyond the picture.
    case faceOutsidePicture
    /// The identity was prepared by another swapper.
    case foreignIdentity
    /// The age of a face is needed and was not looked for.
    case unknownAge(model: String)
    /// No recogniser looked at a face; `role` is source or target.
    case missingEmbedding(role: String)
    /// A face has not the 468 mesh points by which it is drawn and its light is studied.
    case missingMesh
    /// The target has not the 68 landmarks that the mask `area` spans and the face editor measures.
    case missingLandmarks
    /// A crop that is no multiple of the network's side, or too large.
    case unfitPixelBoost(found: Int, side: Int)
    /// A mask, a set of areas or one of regions has no member.
    case nothingMasked(field: String)
    /// A network that another one, or a mask, cannot do without.
    case missingNetwork(role: String, of: String)
    /// A network's inputs, results or crop are not those that its role needs.
    case wrongNetwork(network: String, expected: String, found: String)
    /// The manifest names no family, or no template, that there is.
    case unknownFamily(network: String, field: String, found: String)
}

extension CompositingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noSource: "source: no face was given. Give at least one photograph."
        case .faceOutsidePicture: "face: lies outside the picture. Choose another face."
        case .foreignIdentity: "identity: was prepared by another swapper. Prepare it with the one that draws it."
        case .unknownAge(let model):
            "\(model): needs the age of the face. Give a face classifier, or take styleganex_age, which needs none."
        case .missingEmbedding(let role):
            "\(role): no recogniser has looked at the face. Analyse it with one, or choose a swapper that needs none."
        case .missingMesh:
            "face: has no mesh of 468 points. Analyse the picture with a face mesh, or use another face."
        case .missingLandmarks:
            "face: has no 68 landmarks. Analyse the picture with a landmarker, or do without mask area and face editor."
        case .unfitPixelBoost(let found, let side):
            "pixel_boost: \(found) does not fit a network of \(side) pixels. "
                + "Give a multiple of \(side) up to \(max(side, PixelBoost.largest))."
        case .nothingMasked(let field): "\(field): is empty. Name at least one."
        case .missingNetwork(let role, let of): "\(of): needs a model as \(role). Name one, or do without \(of)."
        case .wrongNetwork(let network, let expected, let found):
            "\(network): \(expected) was expected, found \(found). Check the file with `models verify`."
        case .unknownFamily(let network, let field, let found):
            "\(network): \(field) \"\(found)\" is none that swaps faces. Choose a model for face swapping."
        }
    }
}
