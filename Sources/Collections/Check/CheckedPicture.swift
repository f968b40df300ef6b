import Foundation
import Provenance
import Raster

/// A picture of the plan in one of its roles: what it is, and what is to be said of it.
public struct CheckedPicture: Sendable, Equatable, Codable {
    public enum Role: String, Sendable, Hashable, Codable, CaseIterable {
        case source, target
        /// Shows the person in a target who is meant.
        case reference
    }

    public var role: Role
    /// What the plan calls it.
    public var name: String
    /// Its path, as the plan has it.
    public var file: String
    /// Nil for a file that is missing or cannot be read.
    public var figures: PictureFigures?
    /// The gravest first, and of equal ones in the order of their rules.
    public var findings: [CheckFinding] = []

    public init(role: Role, name: String, file: String) {
        self.role = role
        self.name = name
        self.file = file
    }

    /// The gravest of what was found; nil when there is nothing to say.
    public var severity: CheckFinding.Severity? { findings.map(\.severity).min() }

    /// Without its folders.
    public var fileName: String { RepairPlaces.name(of: file) }

    public var isFailure: Bool { severity == .failure }

    mutating func add(_ finding: CheckFinding) { findings.append(finding) }

    /// Puts the findings in order.
    mutating func settle() {
        let ranks = Dictionary(uniqueKeysWithValues: CheckFinding.Rule.allCases.enumerated().map { ($1, $0) })
        findings = findings.enumerated().sorted { first, second in
            (first.element.severity, ranks[first.element.rule] ?? 0, first.offset)
                < (second.element.severity, ranks[second.element.rule] ?? 0, second.offset)
        }.map(\.element)
    }
}

/// What was measured of a picture's file.
public struct PictureFigures: Sendable, Equatable, Codable {
    /// An ICC profile and where it came from.
    public struct Profile: Sendable, Equatable, Codable {
        public var name: String
        /// `embedded`, `assumed` or `converted`, and from what.
        public var origin: String
        /// Whether the header says that the colours are Adobe RGB's, while no profile does.
        public var isContradicted: Bool

        var isEmbedded: Bool { origin == "embedded" }
    }

    public var bytes: Int
    public var sha256: String
    /// `JPEG`, `PNG`, `TIFF`, `WebP` or `HEIF`.
    public var format: String
    /// Pixels, upright.
    public var width: Int
    public var height: Int
    /// Bits a channel, as decoded.
    public var depth: Int
    public var profile: Profile
    /// Whether an orientation tag turns the picture.
    public var isTurned: Bool
    /// Signs of an earlier enlargement, completing "the picture …"; nil where there are none.
    public var enlargement: String?
    /// What the gate's classifier gave, 0 (safe) … 1; nil when none was asked.
    public var contentScore: Float?
    /// What it looks like.
    public var fingerprint: Fingerprint
    /// Best first.
    public var faces: [FaceFigures]
    /// Position in `faces` of the one that works take; nil where there is none.
    public var main: Int?

    public var mainFace: FaceFigures? { main.map { faces[$0] } }
}
