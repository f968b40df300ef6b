import Foundation
import Provenance

/// What a plan's record of rights says of its pictures.
struct RightsAudit {
    /// Concern no single picture.
    private(set) var findings: [CheckFinding] = []
    /// By the picture's position.
    private(set) var pictureFindings: [Int: [CheckFinding]] = [:]

    /// - Parameters:
    ///   - url: nil where the plan names no record.
    ///   - models: those that works are made with.
    init(of url: URL?, for pictures: [CheckedPicture], models: [RightsModel], on day: CalendarDay) {
        guard let url else {
            findings = [
                CheckFinding(
                    .failure, .rights,
                    "the plan names no record of rights, without which no work may be published. Say who is shown and by what "
                        + "right with likeness rights add, and name the record in the plan's rights.")
            ]
            return
        }
        let record: RightsRecord
        do {
            record = try RightsRecord(contentsOf: url)
        } catch {
            findings = error.problems.map {
                CheckFinding(.failure, .rights, "\(error.file ?? url.lastPathComponent): \($0)")
            }
            return
        }
        tell(
            of: record.check(
                against: pictures.compactMap(\.rightsInput), models: models, on: day,
                evidenceIn: url.deletingLastPathComponent()),
            in: record, named: url.lastPathComponent, pictures: pictures)
    }

    private mutating func tell(
        of found: [RightsFinding], in record: RightsRecord, named name: String, pictures: [CheckedPicture]
    ) {
        let entries = Self.pictures(of: record, among: pictures)
        var byInput: [RightsInput: [Int]] = [:]
        for (index, picture) in pictures.enumerated() {
            if let input = picture.rightsInput { byInput[input, default: []].append(index) }
        }
        // Pictures that are in the record twice say the same of each entry once.
        var told: Set<RightsFinding> = []
        for finding in found where told.insert(finding).inserted {
            let words = CheckFinding(
                finding.severity == .error ? .failure : .warning, .rights, "\(name): \(finding)")
            let positions = finding.input.flatMap { byInput[$0] } ?? finding.entry.flatMap { entries[$0] } ?? []
            if positions.isEmpty { findings.append(words) }
            for position in positions { pictureFindings[position, default: []].append(words) }
        }
    }

    /// Positions of the pictures that each entry speaks of, by its path.
    private static func pictures(of record: RightsRecord, among pictures: [CheckedPicture]) -> [String: [Int]] {
        var byDigest: [RightsInput: [Int]] = [:]
        var byName: [RightsInput: [Int]] = [:]
        for (index, picture) in pictures.enumerated() {
            guard let input = picture.rightsInput else { continue }
            byDigest[input.withoutName, default: []].append(index)
            byName[input.withoutDigest, default: []].append(index)
        }
        var found: [String: [Int]] = [:]
        for (position, entry) in record.entries.enumerated() {
            let path = JSONPath.root.key("entries").index(position).description
            if let digest = entry.sha256 {
                found[path] = byDigest[RightsInput(role: entry.role, file: "", sha256: digest)]
            } else if let file = entry.file {
                found[path] = byName[RightsInput(role: entry.role, file: file, sha256: RightsInput.noDigest)]
            }
        }
        return found
    }
}

extension CheckedPicture {
    /// Nil for a file that could not be read: the record is asked about bytes.
    fileprivate var rightsInput: RightsInput? {
        guard let figures, let digest = Digest(hexadecimal: figures.sha256) else { return nil }
        return RightsInput(role: role.rights, file: fileName, sha256: digest)
    }
}

extension CheckedPicture.Role {
    /// As records of rights have it.
    var rights: RightsRole {
        switch self {
        case .source: .source
        case .target: .target
        case .reference: .reference
        }
    }
}

extension RightsInput {
    fileprivate static let noDigest = Digest(of: [UInt8]())

    fileprivate var withoutName: RightsInput { RightsInput(role: role, file: "", sha256: sha256) }
    fileprivate var withoutDigest: RightsInput { RightsInput(role: role, file: file, sha256: Self.noDigest) }
}

extension RightsFinding {
    /// The picture that it speaks of, where it names one itself.
    fileprivate var input: RightsInput? {
        switch self {
        case .noEntry(let input), .otherRole(let input, _, _), .otherPicture(let input, _, _): input
        default: nil
        }
    }

    /// The path of the entry that it speaks of.
    fileprivate var entry: String? {
        let path: JSONPath? =
            switch self {
            case .nameOnly(_, let path), .expired(_, _, let path), .useNotAllowed(_, _, let path),
                .evidenceMissing(_, _, let path), .evidenceChanged(_, _, _, let path), .noConsent(_, let path),
                .contradiction(_, let path, _):
                path
            default: nil
            }
        // `$.entries[3].uses` speaks of `$.entries[3]`.
        return path.flatMap { $0.description.firstMatch(of: /^\$\.entries\[[0-9]+\]/).map { String($0.output) } }
    }
}
