/// What limits the swapped part of a crop.
public enum MaskKind: String, Sendable, Codable, CaseIterable {
    /// The crop itself, faded towards its border.
    case box
    /// What an occluder sees of the target's face: hands, hair and glasses before it stay.
    case occlusion
    /// The hull of groups of landmarks.
    case area
    /// What a parser takes for parts of a face, in the swapped crop.
    case region
}
