import Foundation
import Provenance

extension WorkVerifier {
    /// The bytes, credentials and metadata of a file that a record names.
    /// - Returns: its credentials, where it has any.
    func checkFile(
        _ entry: WorkRecord.File, of record: WorkRecord, in folder: URL, as name: String,
        _ report: inout VerificationReport
    ) -> CredentialReport? {
        let url = folder.appending(path: entry.file)
        do {
            let digests = try FileDigests(ofFile: url)
            report.compare(name, "bytes", expected: "\(entry.bytes)", found: "\(digests.bytes)")
            report.compare(name, "sha256", expected: entry.sha256, found: digests.sha256.hexadecimal)
            for profile in UnixFSProfile.allCases {
                report.compare(
                    name, "cid (\(profile.rawValue))", expected: entry.cids[profile.rawValue],
                    found: digests.cid(profile).description)
            }
        } catch {
            report.add(.init(name, "file", .failed, expected: "a file that can be read", found: "\(error)"))
            return nil
        }
        let credentials = checkCredentials(of: url, as: name, &report)
        if let credentials {
            report.compare(name, "manifest", expected: entry.manifest, found: credentials.active?.label)
        }
        if let label = record.label, let date = CompositionDate(iso8601: record.created) {
            check(url, states: Metadata(record.metadata, label: label, date: date), as: name, &report)
        }
        return credentials
    }

    /// Whether a file's credentials hold: `valid` does, unless certificates to trust were given.
    /// - Returns: nil when there are none.
    func checkCredentials(
        of file: URL, as name: String, _ report: inout VerificationReport
    ) -> CredentialReport? {
        let credentials: CredentialReport
        do {
            credentials = try library.report(on: file, trusting: anchors)
        } catch {
            report.add(.init(name, "credentials", .failed, expected: "Content Credentials", found: "\(error)"))
            return nil
        }
        let wanted = anchors == nil ? "valid" : "trusted"
        switch credentials.state {
        case .trusted, .valid:
            let holds = anchors == nil || credentials.state == .trusted
            report.add(
                .init(
                    name, "credentials", holds ? .passed : .failed, expected: holds ? nil : wanted,
                    found: "\(credentials.state.rawValue), signed by \(credentials.signer?.words ?? "nobody")"))
            return credentials
        case .invalid:
            let codes = credentials.failures.map { "\($0.code) (\($0.meaning))" }
            report.add(
                .init(
                    name, "credentials", .failed, expected: wanted,
                    found: "invalid: " + (codes.isEmpty ? "no reason is given" : codes.joined(separator: "; "))))
            return nil
        case .absent:
            report.add(.init(name, "credentials", .failed, expected: wanted, found: "none"))
            return nil
        }
    }

    /// Whether who signed is who the record says, and the root beside it vouches for them.
    func checkSigner(
        _ credentials: CredentialReport, of main: WorkRecord.File, in work: URL, by record: WorkRecord,
        as prefix: String, _ report: inout VerificationReport
    ) {
        let (file, place) = (work.appending(path: main.file), prefix + StagedDirectory.mark)
        guard let use = record.credentials else {
            report.add(.init("\(place): $.credentials", "signer", .failed, expected: "who signed", found: "nothing"))
            return
        }
        report.compare(
            "\(place): $.credentials.common_name", "signer", expected: credentials.signer?.commonName,
            found: use.commonName)
        if let root = use.root {
            let own = try? CredentialLibrary.anchors(in: work.appending(path: URL(filePath: root).lastPathComponent))
            let state = own.flatMap { try? library.report(on: file, trusting: $0).state }
            report.add(
                .init(
                    prefix + root, "vouches for the signatures", state == .trusted ? .passed : .failed,
                    expected: state == .trusted ? nil : "trusted", found: state?.rawValue ?? "no certificate"))
        }
        noteSigner(credentials, as: place, &report)
    }

    /// Without certificates to trust, anybody's signature holds: a person should know whose it is.
    func noteSigner(_ credentials: CredentialReport, as name: String, _ report: inout VerificationReport) {
        guard anchors == nil, credentials.state == .valid else { return }
        let signer = credentials.signer?.words ?? "nobody"
        report.add(
            .init(name, "signer", .noted, found: "\(signer), whom nobody vouches for here; pin their root with --trust")
        )
    }

    /// Whether the main file's signed record is the one beside it.
    func checkOrigin(
        _ credentials: CredentialReport, of record: WorkRecord, as name: String, _ report: inout VerificationReport
    ) {
        guard let signed = credentials.workAssertion else {
            report.add(.init(name, "signed record", .failed, expected: WorkManifest.assertion, found: "nothing"))
            return
        }
        let content = WorkManifest.content(of: record)
        let digest = WorkManifest.digest(of: content).hexadecimal
        guard case .object(var members) = signed,
            case .string(let seal) = members.removeValue(forKey: WorkManifest.seal),
            seal != digest
        else {
            report.compare(name, "signed record", expected: digest, found: signed.seal)
            return
        }
        let differences = JSONValue.object(members).differences(to: content).filter { !$0.isRounding }
        if differences.isEmpty { report.add(.init(name, "signed record", .failed, expected: seal, found: digest)) }
        for difference in differences.prefix(Self.mostDifferences) {
            report.add(
                .init(
                    "\(StagedDirectory.mark): \(difference.path)", "as it was signed in \(name)", .failed,
                    expected: difference.expected?.summary ?? "nothing", found: difference.found?.summary ?? "nothing"))
        }
    }

    /// Whether a copy was made from the work's main file as it is now.
    func checkParent(
        _ credentials: CredentialReport, is main: WorkRecord.File, as name: String, _ report: inout VerificationReport
    ) {
        let parent = credentials.active?.ingredients.first { $0.relationship == "parentOf" }
        report.compare(name, "made from \(main.file)", expected: main.sha256, found: parent?.digest)
    }

    /// A picture without a record: its labels stand in every home, and the homes agree with each other and with what was
    /// signed.
    func checkAlone(
        _ file: URL, _ credentials: CredentialReport, as name: String, _ report: inout VerificationReport
    ) {
        if let signed = credentials.workAssertion, let expected = Metadata(signed: signed) {
            check(file, states: expected, as: name, &report)
            return
        }
        do {
            let homes = try MetadataHomes(of: file)
            let label = homes.combined.aiLabel
            report.add(
                label?.digitalSourceType == nil
                    ? .init(name, "AI label", .failed, expected: "a digital source type", found: "none")
                    : .init(name, "AI label", .passed, found: label?.digitalSourceType?.rawValue))
            report.add(of: homes.agreement, "metadata", as: name)
        } catch {
            report.add(.init(name, "metadata", .failed, expected: "metadata that can be read", found: "\(error)"))
        }
    }

    /// Whether every home of a file's metadata says what it should, the AI labels among it.
    private func check(
        _ file: URL, states expected: Metadata, as name: String, _ report: inout VerificationReport
    ) {
        do {
            let homes = try MetadataHomes(of: file)
            for home in homes.unreadable.sorted(by: { $0.rawValue < $1.rawValue }) {
                report.add(
                    .init(name, "metadata in \(home.rawValue)", .failed, expected: "to be readable", found: "damaged"))
            }
            let findings = homes.findings(against: expected)
            report.add(of: findings.filter { $0.field.isLabel }, "AI label", as: name)
            report.add(of: findings.filter { !$0.field.isLabel }, "metadata", as: name)
        } catch {
            report.add(.init(name, "metadata", .failed, expected: "metadata that can be read", found: "\(error)"))
        }
    }

    /// More of them only bury the first.
    private static let mostDifferences = 10
}

extension JSONValue {
    /// What names a signed record exactly.
    fileprivate var seal: String? {
        guard case .object(let members) = self, case .string(let seal) = members[WorkManifest.seal] else { return nil }
        return seal
    }
}

extension JSONValue.Difference {
    /// Whether it is no more than the last bits of a number, which C2PA's library does not keep.
    fileprivate var isRounding: Bool {
        guard case .number(let first) = expected, case .number(let second) = found else { return false }
        return abs(first - second) <= 1e-12 * max(abs(first), abs(second))
    }
}

extension VerificationReport {
    /// One failure for each finding; one pass when there is none.
    fileprivate mutating func add(of findings: [MetadataFinding], _ question: String, as name: String) {
        if findings.isEmpty { add(.init(name, question, .passed)) }
        for finding in findings {
            add(
                .init(
                    name, "\(question): \(finding.field.rawValue) in \(finding.home.rawValue)", .failed,
                    expected: finding.expected.joined(separator: ", ").nonEmpty,
                    found: finding.stated.joined(separator: ", ").nonEmpty))
        }
    }
}

extension Metadata.Field {
    fileprivate var isLabel: Bool {
        switch self {
        case .digitalSourceType, .aiSystem, .aiSystemVersion, .aigc: true
        default: false
        }
    }
}

extension CredentialReport {
    /// Our record of the work, from the file's own manifest or from its parents'.
    var workAssertion: JSONValue? {
        var (manifest, seen) = (active, Set<String>())
        while let current = manifest, seen.insert(current.label).inserted {
            if let content = current.assertion(WorkManifest.assertion) { return content }
            let parent = current.ingredients.first { $0.relationship == "parentOf" }
            manifest = parent?.manifest.flatMap { manifests[$0] }
        }
        return nil
    }
}

extension CredentialReport.SignerName {
    var words: String {
        let names = [commonName, organization == commonName ? nil : organization].compactMap { $0 }
        return names.isEmpty ? "an unnamed certificate" : names.joined(separator: ", ")
    }
}

extension Metadata {
    /// What a file of a work says, by the work's signed record; nil when that is no such record.
    init?(signed: JSONValue) {
        guard let texts: WorkTexts = signed.decoded("metadata"), let label: WorkLabel = signed.decoded("label"),
            let created: String = signed.decoded("created"), let date = CompositionDate(iso8601: created)
        else { return nil }
        self.init(texts, label: label, date: date)
    }
}

extension JSONValue {
    /// A member as a value of its type; nil when it is not there or something else.
    fileprivate func decoded<Value: Decodable>(_ key: String) -> Value? {
        guard case .object(let members) = self, let member = members[key] else { return nil }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try? decoder.decode(Value.self, from: Data(member.text(.compact).utf8))
    }
}

extension String {
    fileprivate var nonEmpty: String { isEmpty ? "nothing" : self }
}
