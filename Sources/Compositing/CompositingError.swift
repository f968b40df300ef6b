/// Why a face was not swapped.
public enum CompositingError: Error, Sendable, Equatable {
    case noSource
    /// The mesh lies wholly beyond the picture.
    case faceOutsidePicture
    /// The identity was prepared by another swapper.
    case foreignIdentity
}

extension CompositingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noSource: "source: no face was given. Give at least one photograph."
        case .faceOutsidePicture: "face: lies outside the picture. Choose another face."
        case .foreignIdentity: "identity: was prepared by another swapper. Prepare it with the one that draws it."
        }
    }
}
