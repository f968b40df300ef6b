/// Parts of a face that groups of its 68 landmarks span.
public enum MaskArea: String, Sendable, Codable, CaseIterable {
    case upperFace = "upper_face"
    case lowerFace = "lower_face"
    case mouth

    /// Indices in the iBUG 300-W scheme, as FaceFusion groups them.
    var landmarks: [Int] {
        switch self {
        case .upperFace: [0, 1, 2, 14, 15, 16] + Array(17...26) + Array(31...35)
        case .lowerFace: Array(3...13) + Array(31...35)
        case .mouth: Array(48...67)
        }
    }
}
