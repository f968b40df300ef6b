/// What a verification asked, and what it found.
public struct VerificationReport: Sendable, Equatable, Codable {
    /// One question about one file or record.
    public struct Check: Sendable, Equatable, Codable {
        public enum Outcome: String, Sendable, Codable {
            case passed
            /// Worth knowing, and no reason to doubt the work.
            case noted
            case failed
        }

        /// What was looked at: a file's name, or a record's place (`work.json: $.target`).
        public var subject: String
        /// What was asked: `sha256`, `credentials`, `label in xmp`.
        public var question: String
        public var outcome: Outcome
        public var expected: String?
        public var found: String?

        public init(
            _ subject: String, _ question: String, _ outcome: Outcome, expected: String? = nil, found: String? = nil
        ) {
            self.subject = subject
            self.question = question
            self.outcome = outcome
            self.expected = expected
            self.found = found
        }
    }

    public private(set) var checks: [Check]

    public init(_ checks: [Check] = []) {
        self.checks = checks
    }

    /// Whether nothing failed, of what was asked; a report that asked nothing does not hold.
    public var holds: Bool { !checks.isEmpty && failures.isEmpty }

    public var failures: [Check] { checks.filter { $0.outcome == .failed } }
    public var notes: [Check] { checks.filter { $0.outcome == .noted } }

    package mutating func add(_ check: Check) {
        checks.append(check)
    }

    package mutating func add(_ other: VerificationReport) {
        checks += other.checks
    }

    /// Asks whether two texts are the same.
    package mutating func compare(_ subject: String, _ question: String, expected: String?, found: String?) {
        let isEqual = expected == found
        add(
            Check(
                subject, question, isEqual ? .passed : .failed, expected: isEqual ? nil : expected ?? "nothing",
                found: found ?? "nothing"))
    }
}

extension VerificationReport.Check: CustomStringConvertible {
    /// `image.webp: sha256: expected 12ab…, found 98cd…`
    public var description: String {
        let parts = [expected.map { "expected \($0)" }, found.map { expected == nil ? $0 : "found \($0)" }]
        return "\(subject): \(question)" + (parts.compactMap { $0 }.isEmpty ? "" : ": ")
            + parts.compactMap { $0 }.joined(separator: ", ")
    }
}
