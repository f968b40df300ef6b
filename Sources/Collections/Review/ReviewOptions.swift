import Foundation

/// How a collection is looked at.
public struct ReviewOptions: Sendable {
    /// What tells how much a face is its source's.
    public enum Recognizer: Sendable {
        /// The recogniser that the plan's recipe names where its model is here, else `atlas`.
        case best
        /// Our own measure, which needs no model beside the bundled ones.
        case atlas
    }

    /// Only these works.
    public var only: Set<Int>?
    /// How many works are built again and compared byte for byte.
    public var reproductions = 0
    /// What decides which: the same text always picks the same works. Nil for the plan's title.
    public var seed: String?
    /// Certificates that signatures must lead to.
    public var trust: URL?
    /// Where inputs may lie, beside where the plan says.
    public var inputFolders: [URL] = []
    /// The folder with the documents that the record of rights names; nil when they are not at hand.
    public var evidence: URL?
    public var recognizer = Recognizer.best
    /// Whether outliers and works that look the same count as failures.
    public var isStrict = false

    public init() {}
}
