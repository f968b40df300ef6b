/// Why a profile cannot be proofed through. `file` is the file's name, never its path.
public enum SoftProofError: Error, Sendable, Equatable {
    /// The file cannot be read as one of a profile's size.
    case unreadable(file: String, reason: String)
    case notAProfile(file: String)
    /// The profile describes no device: a link, an effect, named colours.
    case noOutput(file: String, kind: String)
    /// The device's colours are of a kind that is not handled.
    case otherColors(file: String, kind: String)
    /// The profile tells only one of the ways, from colours to the device or back.
    case oneWay(file: String)
}

extension SoftProofError {
    public var isBadInput: Bool { true }
}

extension SoftProofError: CustomStringConvertible {
    /// `file: what is wrong. What to do.`
    public var description: String {
        let advice = "Give the ICC profile of the printer and paper, or of the display."
        return switch self {
        case .unreadable(let file, let reason):
            "\(file): cannot be read: \(reason). Check the path."
        case .notAProfile(let file):
            "\(file): is no ICC profile, or a damaged one. \(advice)"
        case .noOutput(let file, let kind):
            "\(file): is \(kind), which no picture can be shown or printed with. \(advice)"
        case .otherColors(let file, let kind):
            "\(file): is for \(kind) colours; grey, RGB and CMYK are handled. \(advice)"
        case .oneWay(let file):
            "\(file): tells only one of the ways between colours and the device. \(advice)"
        }
    }
}
