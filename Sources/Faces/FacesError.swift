/// What can go wrong between a photograph and the faces in it.
public enum FacesError: Error, Sendable, Equatable {
    /// A model file is not the model that its role needs.
    case wrongModel(role: String, expected: String, found: String)
    /// A text that is no choice of a face.
    case unreadableSelection(String)
    /// The photograph shows no face at all.
    case noFace
    /// The choice names a face that is not there; `found` faces were.
    case noSuchFace(selection: String, found: Int)
    /// Of `found` faces none is the person, or of the gender or age, that was asked for.
    case noneMatches(found: Int)
    /// The landmarks of a face are one point: no crop can be laid around them.
    case degenerateLandmarks
}

extension FacesError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .wrongModel(let role, let expected, let found):
            "\(role): a model with \(expected) was expected, found \(found). Check the file with `models verify`."
        case .unreadableSelection(let text):
            "face \"\(text)\": no such choice. Give best, worst, largest, smallest, left, right, top, bottom, all, "
                + "reference or a number like \"0\"."
        case .noFace:
            "no face was found. Choose a photograph that shows a face at least 40 pixels wide, or a 66th of its longer "
                + "side where that is more."
        case .noSuchFace("reference", _):
            "face \"reference\": no reference was given. Give pictures of the person that is meant."
        case .noSuchFace(let selection, let found):
            "face \"\(selection)\": \(found == 1 ? "1 face was" : "\(found) faces were") found. "
                + "Give a number from 0 to \(found - 1)."
        case .noneMatches(let found):
            "\(found == 1 ? "1 face was" : "\(found) faces were") found, but none that matches. "
                + "Allow a greater distance from the reference, or another gender or age."
        case .degenerateLandmarks:
            "a face's landmarks all lie in one point. Choose another face, or another landmarker."
        }
    }
}
