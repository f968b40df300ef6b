import Provenance

/// What a look at a whole collection found.
public struct ReviewReport: Sendable, Equatable, Codable {
    /// A work and what does not hold of it.
    public struct Failure: Sendable, Equatable, Codable {
        public var number: Int
        public var work: String
        public var checks: [VerificationReport.Check]
    }

    /// A work whose face is less its source's than the others of the collection are.
    public struct Outlier: Sendable, Equatable, Codable {
        public enum Reason: String, Sendable, Codable {
            /// Far below the other works of its source, or of the collection where the source has few.
            case farBelow = "far_below"
            /// Below what the recogniser gives of one person at all.
            case belowFloor = "below_floor"
            /// No face was found where the record says that there is one.
            case noFace = "no_face"
        }

        public var number: Int
        public var work: String
        /// The plan's name of it.
        public var source: String
        /// As the recogniser gives it, −1…1; nil where no face was found.
        public var similarity: Double?
        /// Of the works that it was held against; nil where in none a face was found.
        public var median: Double?
        public var reason: Reason
    }

    /// How alike the works' faces are to their sources', as one recogniser sees all of them.
    public struct Consistency: Sendable, Equatable, Codable {
        /// The model's name, or `atlas`.
        public var recognizer: String
        /// Works that were measured, now or before.
        public var measured: Int
        /// Of those, how many were measured in this run.
        public var anew: Int
        /// Similarities, −1…1; nil where nothing was measured.
        public var median: Double?
        public var least: Double?
        public var most: Double?
        /// By number.
        public var outliers: [Outlier]
        /// Numbers of works that a collector would take for the same, a group each.
        public var alike: [[Int]]
    }

    /// A work that was built again.
    public struct Reproduced: Sendable, Equatable, Codable {
        public var number: Int
        public var work: String
        public var isSame: Bool
        /// Files whose bytes differ, what else differs, and what was left out; why it could not be built again.
        public var words: [String]
    }

    public var title: String
    /// Works that were to be looked at.
    public var works: Int
    /// By number.
    public var failures: [Failure]
    public var consistency: Consistency
    /// What decided which works were built again; nil when none was.
    public var seed: String?
    public var reproduced: [Reproduced]
    /// What could not be asked, and why.
    public var notes: [String]
    /// Whether everything holds that must.
    public var holds: Bool
}
