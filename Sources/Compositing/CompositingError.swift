/// Why a face was not swapped.
public enum CompositingError: Error, Sendable, Equatable {
    case noSource
    /// The mesh lies wholly beyond the picture.
    case faceOutsidePicture
    /// The identity was prepared by another swapper.
    case foreignIdentity
    /// A network's inputs, results or crop are not those that its role needs.
    case unfitModel(name: String, expected: String, found: String)
    /// The age of a face is needed and was not looked for.
    case unknownAge(model: String)
}

extension CompositingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noSource: "source: no face was given. Give at least one photograph."
        case .faceOutsidePicture: "face: lies outside the picture. Choose another face."
        case .foreignIdentity: "identity: was prepared by another swapper. Prepare it with the one that draws it."
        case .unfitModel(let name, let expected, let found):
            "\(name): a network with \(expected) was expected, found \(found). Check the file with `models verify`."
        case .unknownAge(let model):
            "\(model): needs the age of the face. Give a face classifier, or take styleganex_age, which needs none."
        }
    }
}
