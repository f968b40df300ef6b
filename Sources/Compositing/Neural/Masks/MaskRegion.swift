/// Parts of a face that a parser tells apart.
public enum MaskRegion: String, Sendable, Codable, CaseIterable {
    case skin
    case leftEyebrow = "left_eyebrow"
    case rightEyebrow = "right_eyebrow"
    case leftEye = "left_eye"
    case rightEye = "right_eye"
    case glasses, nose, mouth
    case upperLip = "upper_lip"
    case lowerLip = "lower_lip"

    /// The class of CelebAMask-HQ's 19 that BiSeNet gives it.
    var parserClass: Int {
        switch self {
        case .skin: 1
        case .leftEyebrow: 2
        case .rightEyebrow: 3
        case .leftEye: 4
        case .rightEye: 5
        case .glasses: 6
        case .nose: 10
        case .mouth: 11
        case .upperLip: 12
        case .lowerLip: 13
        }
    }
}
