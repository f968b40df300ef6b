import Foundation
import Provenance
import Works

/// Asks of one work whether it is what its record, its ledger and the plan say.
struct WorkExaminer: Sendable {
    /// What was asked of a work, and what is needed of it afterwards.
    struct Finding: Sendable {
        var checks: [VerificationReport.Check]
        /// Nil where no work is.
        var record: WorkRecord?
        /// The ledger's key of it.
        var key: WorkKey?
    }

    let collection: PlannedCollection
    let ledger: Ledger?
    let verifier: WorkVerifier
    let digests: InputDigests
    let workKeys: WorkKeys
    /// Nil where keys cannot be told, as without the plan's models.
    let keys: CollectionKeys?

    /// - Throws: `CollectionError` when the ledger cannot be read.
    func examine(_ work: PlannedWork, in folder: URL) throws(CollectionError) -> Finding {
        let entry = try ledger?.entry(of: work.number)
        guard let record = try? WorkRecord(ofWorkAt: folder) else {
            let words = entry?.error.map { "none: \($0)" } ?? "none"
            return Finding(
                checks: [.init(WorkRecord.fileName, "work", .failed, expected: "a finished work", found: words)],
                record: nil,
                key: entry?.key)
        }
        var report = VerificationReport()
        do {
            report.add(try verifier.verify(folder))
        } catch {
            report.add(.init(WorkRecord.fileName, "work", .failed, expected: "a finished work", found: "\(error)"))
        }
        compare(record, of: work, in: folder, with: entry, &report)
        comparePlan(record, of: work, in: folder, &report)
        return Finding(checks: report.checks, record: record, key: entry?.key)
    }

    // MARK: - Ledger

    private func compare(
        _ record: WorkRecord, of work: PlannedWork, in folder: URL, with entry: LedgerEntry?,
        _ report: inout VerificationReport
    ) {
        guard ledger != nil else { return }
        guard let entry, let summary = entry.summary else {
            let words = entry.map { "the work is \($0.state.rawValue) there" } ?? "the work is not known there"
            report.add(.init(WorkRecord.fileName, "ledger", .noted, found: words))
            return
        }
        for file in summary.files {
            report.compare(
                file.file, "sha256 in the ledger", expected: file.sha256,
                found: record.files.first { $0.file == file.file }?.sha256)
        }
        report.compare(
            WorkRecord.fileName, "files in the ledger", expected: summary.files.map(\.file).joined(separator: ", "),
            found: record.files.map(\.file).joined(separator: ", "))
        // Another version may have made it otherwise; the files' digests say whether it is this work.
        if let key = entry.key, key != workKeys.key(of: record, in: folder, isDated: collection.plan.date != nil) {
            report.add(
                .init(
                    WorkRecord.fileName, "key in the ledger", .noted, found: "another one: the next build mends it"))
        }
    }

    // MARK: - Plan

    private func comparePlan(
        _ record: WorkRecord, of work: PlannedWork, in folder: URL, _ report: inout VerificationReport
    ) {
        guard let keys else { return }
        let planned: WorkKey
        do {
            planned = try keys.key(of: work)
        } catch {
            report.add(.init(WorkRecord.fileName, "plan", .noted, found: "cannot be compared: \(error)"))
            return
        }
        guard workKeys.key(of: record, in: folder, isDated: collection.plan.date != nil) != planned else {
            report.add(.init(WorkRecord.fileName, "plan", .passed))
            return
        }
        let differences = differences(of: record, from: work)
        for difference in differences.prefix(Self.mostDifferences) { report.add(difference) }
        if differences.isEmpty {
            report.add(
                .init(
                    WorkRecord.fileName, "plan", .failed, expected: "a work by the plan",
                    found: "one of other models, another record of rights, mask or proof"))
        }
    }

    /// More places where a work differs from its plan say no more.
    private static let mostDifferences = 8

    private func differences(of record: WorkRecord, from work: PlannedWork) -> [VerificationReport.Check] {
        var report = VerificationReport()
        let plan = collection.plan
        let sources = plan.sources[work.source].files
        for index in 0..<max(sources.count, record.sources.count) {
            compare(
                sources.indices.contains(index) ? sources[index] : nil,
                with: record.sources.indices.contains(index) ? record.sources[index] : nil, at: "$.sources[\(index)]",
                &report)
        }
        compare(plan.targets[work.target].files[0], with: record.target, at: "$.target", &report)
        compare(plan.targets[work.target].reference, with: record.reference, at: "$.reference", &report)
        if let date = plan.date {
            report.compare(Self.place("$.created"), "plan", expected: date.iso8601, found: record.created)
        }
        let path = JSONPath.root.key("recipe")
        for difference in work.recipe.json.differences(to: record.recipe.json, at: path) {
            // What a recipe leaves open is resolved in the record.
            guard let expected = difference.expected, expected != .null else { continue }
            report.compare(
                Self.place("\(difference.path)"), "plan", expected: expected.text(.compact),
                found: difference.found?.text(.compact))
        }
        return report.failures
    }

    private func compare(
        _ path: String?, with input: WorkRecord.Input?, at place: String, _ report: inout VerificationReport
    ) {
        let expected = path.map { path in
            let name = path.split(separator: "/").last.map(String.init) ?? path
            return "\(name) \((try? digests.digest(of: path))?.hexadecimal ?? "that is not there")"
        }
        report.compare(
            Self.place(place), "plan", expected: expected, found: input.map { "\($0.file) \($0.sha256)" })
    }

    private static func place(_ path: String) -> String { "\(WorkRecord.fileName): \(path)" }
}
