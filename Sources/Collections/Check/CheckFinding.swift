/// Something about a picture, or about the whole collection, that a person should know.
public struct CheckFinding: Sendable, Hashable, Codable {
    public enum Severity: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
        /// The picture does not keep to the standard.
        case failure
        /// It does, and a person should look before a hundred works are made of it.
        case warning
        /// Good to know.
        case note

        /// The gravest first.
        public static func < (severity: Self, other: Self) -> Bool { severity.rank < other.rank }

        private var rank: Int {
            switch self {
            case .failure: 0
            case .warning: 1
            case .note: 2
            }
        }
    }

    /// What is looked for; `docs/collections.md` tells what to do about each.
    public enum Rule: String, Sendable, Hashable, Codable, CaseIterable {
        case missing, unreadable
        /// A source shows exactly one face, a target at least one.
        case faces
        case faceShare = "face_share"
        case faceSize = "face_size"
        /// The border cuts the face.
        case border
        case pose
        /// Pixels a side.
        case size
        case profile, sharpness, exposure, clipped
        /// It was enlarged before.
        case enlarged
        /// The gate's verdict.
        case content
        case naming
        /// The same picture twice, or nearly.
        case duplicate
        /// One file is source and target.
        case bothRoles = "both_roles"
        case rights
        /// In the folder or the plan, and in no work.
        case unused
    }

    public var severity: Severity
    public var rule: Rule
    /// What is wrong, and what to do, in sentences.
    public var words: String

    public init(_ severity: Severity, _ rule: Rule, _ words: String) {
        self.severity = severity
        self.rule = rule
        self.words = words
    }
}
