import Foundation
import Inference
import Provenance

extension WorkVerifier {
    /// Whether what the record says fits together.
    func checkRecord(_ record: WorkRecord, as place: String, _ report: inout VerificationReport) {
        if let label = record.label {
            report.compare(
                "\(place): $.label.digital_source_type", "AI label", expected: record.fittingSourceType.rawValue,
                found: label.digitalSourceType)
            let aigc = AIGCLabel(producer: record.metadata.artist ?? record.tool.signature, origin: record.origin)
            report.compare("\(place): $.label.aigc", "AI label", expected: aigc.json, found: label.aigc)
            report.compare(
                "\(place): $.label.visible", "visible label", expected: record.recipe.visibleLabel, found: label.visible
            )
        } else {
            report.add(.init("\(place): $.label", "AI label", .failed, expected: "a label", found: "nothing"))
        }
        checkContent(record, as: place, &report)
        checkLicences(record, as: place, &report)
        let date = CompositionDate(iso8601: record.created)
        report.add(
            .init(
                "\(place): $.created", "date", date == nil ? .failed : .passed,
                expected: date == nil ? "a date like 2026-11-25T10:00:00Z" : nil, found: record.created))
    }

    private func checkContent(_ record: WorkRecord, as place: String, _ report: inout VerificationReport) {
        guard let content = record.content else {
            report.add(.init("\(place): $.content", "content gate", .failed, expected: "a verdict", found: "nothing"))
            return
        }
        report.compare(
            "\(place): $.content.threshold", "content gate", expected: "\(record.recipe.nsfwThreshold)",
            found: "\(content.threshold)")
        let inputs = [("$.target", record.target)] + record.sources.enumerated().map { ("$.sources[\($0)]", $1) }
        let scores = inputs.map { ("\($0).content_score", $1.contentScore) } + [("$.content.score", content.score)]
        for (path, score) in scores {
            let passed = score.map { $0 < content.threshold } ?? false
            report.add(
                .init(
                    "\(place): \(path)", "content gate", passed ? .passed : .failed,
                    expected: passed ? nil : "below \(content.threshold)", found: score.map { "\($0)" } ?? "nothing"))
        }
    }

    /// Licences as the record has them, beside those that this version knows.
    private func checkLicences(_ record: WorkRecord, as place: String, _ report: inout VerificationReport) {
        report.compare(
            "\(place): $.commercial_use", "licences", expected: "\(record.models.allSatisfy(\.commercialUse))",
            found: "\(record.commercialUse)")
        let known = try? ModelManifest.builtIn()
        for (index, model) in record.models.enumerated() {
            let path = "\(place): $.models[\(index)]"
            guard let entry = known?.entry(named: model.name) else {
                report.add(
                    .init(path, "licence", .noted, found: "\(model.name), \(model.licence): not in this version's list")
                )
                continue
            }
            report.compare(
                path, "licence of \(model.name)", expected: Self.terms(entry.licence.id, entry.licence.commercialUse),
                found: Self.terms(model.licence, model.commercialUse))
        }
    }

    private static func terms(_ licence: String, _ commercialUse: Bool) -> String {
        "\(licence), \(commercialUse ? "commercial use" : "no commercial use")"
    }

    /// The record of rights, the authority's certificate, and files that nobody named.
    func checkCompanions(
        _ record: WorkRecord, in folder: URL, prefix: String, _ report: inout VerificationReport
    ) {
        if let rights = record.rights {
            checkRights(rights, of: record, in: folder, as: prefix + RightsRecord.fileName, &report)
        } else {
            report.add(
                .init(
                    prefix + RightsRecord.fileName, "rights", .failed, expected: "a record of rights",
                    found: "none was given when the work was made"))
        }
        if let root = record.credentials?.root {
            let found = try? Digest(ofFile: folder.appending(path: URL(filePath: root).lastPathComponent))
            report.compare(
                prefix + root, "sha256", expected: record.credentials?.rootSha256, found: found?.hexadecimal)
        }
        let named = Set(
            record.files.map(\.file)
                + [StagedDirectory.mark, record.rights?.file, record.credentials?.root].compactMap { $0 })
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for entry in entries.sorted() where !named.contains(entry) {
            let isPicture = (try? CredentialFormat(of: folder.appending(path: entry))) != nil
            report.add(
                .init(
                    prefix + entry, "record", isPicture ? .failed : .noted,
                    expected: isPicture ? "only the record's own pictures" : nil,
                    found: "the record does not know this file"))
        }
    }

    private func checkRights(
        _ rights: WorkRecord.RightsUseRecord, of record: WorkRecord, in folder: URL, as place: String,
        _ report: inout VerificationReport
    ) {
        let url = folder.appending(path: RightsRecord.fileName)
        let found = try? Digest(ofFile: url)
        report.compare(place, "sha256", expected: rights.sha256, found: found?.hexadecimal)
        let papers: RightsRecord
        do {
            papers = try RightsRecord(contentsOf: url)
        } catch {
            report.add(.init(place, "rights", .failed, expected: "a record of rights", found: "\(error)"))
            return
        }
        let inputs =
            record.sources.compactMap { RightsInput(.source, $0) }
            + [RightsInput(.target, record.target)].compactMap { $0 }
        let findings = papers.check(
            against: inputs,
            models: record.models.map {
                RightsModel(name: $0.name, licence: $0.licence, allowsCommercialUse: $0.commercialUse)
            },
            on: day, evidenceIn: evidence ?? folder)
        // The documents themselves need not travel with the work.
        let isHeard = { (finding: RightsFinding) in self.evidence != nil || finding.code != .evidenceMissing }
        for finding in findings {
            let fails = finding.severity == .error && isHeard(finding)
            report.add(.init(place, "rights", fails ? .failed : .noted, found: "\(finding)"))
        }
        if !findings.contains(where: { $0.severity == .error && isHeard($0) }) {
            report.add(.init(place, "rights", .passed))
        }
    }

    /// The pictures that the work was made from, where they are at hand.
    func checkInputs(_ record: WorkRecord, of work: URL, as place: String, _ report: inout VerificationReport) {
        let search = InputSearch(for: work, in: inputFolders)
        let inputs = [("$.target", record.target)] + record.sources.enumerated().map { ("$.sources[\($0)]", $1) }
        for (path, input) in inputs {
            let question = "input \(input.file)"
            switch search.find(input) {
            case .found: report.add(.init("\(place): \(path)", question, .passed))
            case .absent:
                report.add(.init("\(place): \(path)", question, .noted, found: "not at hand, so not compared"))
            case .other(let file):
                report.add(
                    .init(
                        "\(place): \(path)", question, .failed, expected: input.sha256,
                        found: (try? Digest(ofFile: file))?.hexadecimal ?? "a file that cannot be read"))
            }
        }
    }
}

extension RightsInput {
    fileprivate init?(_ role: RightsRole, _ input: WorkRecord.Input) {
        guard let digest = Digest(hexadecimal: input.sha256) else { return nil }
        self.init(role: role, file: input.file, sha256: digest)
    }
}
