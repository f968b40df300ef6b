import Foundation
import Provenance

/// The record of rights of a work that is being made, checked against what goes into it.
struct RightsCheck: Sendable {
    /// With the models that take part.
    let record: RightsRecord
    /// What does not forbid the work.
    let remarks: [RightsFinding]

    /// What stands against a work stops it; that a picture has no entry yet is a warning, as is a record that is
    /// missing altogether: rights may be settled until the work is published.
    /// - Throws: `RightsError` when the record cannot be read; `RightsViolation`.
    init(
        of url: URL, for sources: [SourceReport], and target: Composer.Input, models: [WorkRecord.ModelUse],
        date: CompositionDate
    ) throws {
        var record = try RightsRecord(contentsOf: url)
        let used = models.map {
            RightsModel(name: $0.name, licence: $0.licence, allowsCommercialUse: $0.commercialUse)
        }
        let inputs =
            sources.map { RightsInput(role: .source, file: $0.file, sha256: $0.digest) }
            + [RightsInput(role: .target, file: target.file, sha256: target.digest)]
        let findings = record.check(
            against: inputs, models: used, on: date.day, evidenceIn: url.deletingLastPathComponent())
        let violations = findings.filter { $0.severity == .error && $0.code != .noEntry }
        guard violations.isEmpty else { throw RightsViolation(file: url.lastPathComponent, findings: violations) }
        record.models = used
        self.record = record
        remarks = findings
    }

    /// Writes the record into a work's folder.
    /// - Throws: `RightsError`, `DigestError`.
    func put(into folder: URL) throws -> WorkRecord.RightsUseRecord {
        let url = folder.appending(path: RightsRecord.fileName)
        try record.write(to: url)
        return WorkRecord.RightsUseRecord(
            file: RightsRecord.fileName, sha256: try Digest(ofFile: url).hexadecimal, commercial: record.commercial,
            findings: remarks.map(\.description))
    }
}

/// A work may not be made with these pictures and models.
public struct RightsViolation: Error, Sendable, Equatable, CustomStringConvertible {
    /// The record's file name.
    public let file: String
    public let findings: [RightsFinding]

    public init(file: String, findings: [RightsFinding]) {
        self.file = file
        self.findings = findings
    }

    public var description: String { findings.map { "\(file): \($0)" }.joined(separator: "\n") }
}

extension CompositionDate {
    /// The day that it falls on, in UTC.
    var day: CalendarDay {
        guard let day = CalendarDay(inUTC: Date(timeIntervalSince1970: Double(seconds))) else {
            preconditionFailure("a work's date lies between 1970 and 9999")
        }
        return day
    }
}
