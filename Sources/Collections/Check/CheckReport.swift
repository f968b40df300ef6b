import Foundation

/// What a check found: every picture of the plan in its order, and what concerns the whole collection.
public struct CheckReport: Sendable, Equatable, Codable {
    public struct Totals: Sendable, Equatable, Codable {
        public var pictures = 0
        /// Pictures that do not keep to the standard.
        public var failing = 0
        /// Pictures that keep to it, with a warning.
        public var warned = 0
        /// Findings, those of the collection counted.
        public var failures = 0
        public var warnings = 0
        public var notes = 0

    }

    /// The collection's.
    public var title: String
    /// Sources, targets, then references, each in the plan's order.
    public var pictures: [CheckedPicture]
    /// What is no single picture's.
    public var findings: [CheckFinding]

    public init(title: String, pictures: [CheckedPicture], findings: [CheckFinding]) {
        self.title = title
        self.pictures = pictures
        self.findings = findings
    }

    public var totals: Totals {
        var totals = Totals(pictures: pictures.count)
        for picture in pictures {
            if picture.isFailure { totals.failing += 1 }
            if picture.severity == .warning { totals.warned += 1 }
        }
        for finding in findings + pictures.flatMap(\.findings) {
            switch finding.severity {
            case .failure: totals.failures += 1
            case .warning: totals.warnings += 1
            case .note: totals.notes += 1
            }
        }
        return totals
    }

    /// Whether nothing stands against building.
    public var passed: Bool { totals.failures == 0 }

    private enum CodingKeys: String, CodingKey { case title, passed, totals, findings, pictures }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            title: try container.decode(String.self, forKey: .title),
            pictures: try container.decode([CheckedPicture].self, forKey: .pictures),
            findings: try container.decode([CheckFinding].self, forKey: .findings))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(title, forKey: .title)
        try container.encode(passed, forKey: .passed)
        try container.encode(totals, forKey: .totals)
        try container.encode(findings, forKey: .findings)
        try container.encode(pictures, forKey: .pictures)
    }
}
