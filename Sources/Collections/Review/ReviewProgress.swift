import Provenance

/// How far a review has come.
public struct ReviewProgress: Sendable {
    public enum Step: String, Sendable {
        /// Files, credentials and faces of the finished works.
        case look
        /// Works that are built again.
        case reproduce
    }

    public var step: Step
    /// Works that are done, of those that this step has.
    public var done: Int
    public var total: Int
    /// The work that was done last; nil at the beginning of a step.
    public var work: String?
    /// Everything that was asked of it, in the order of asking.
    public var checks: [VerificationReport.Check] = []
}
