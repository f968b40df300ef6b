import Foundation
import Inference
import Provenance

/// Checks what a stranger is handed: a work, a file of one, or a folder of works. Offline; nothing is changed.
///
/// ```swift
/// let report = WorkVerifier(library: try installation.credentialLibrary()).verify(url)
/// print(report.holds)
/// ```
/// `docs/verify.md` lists what is asked.
public struct WorkVerifier: Sendable {
    let library: CredentialLibrary
    /// PEM certificates that are trusted; nil when nobody is, and a sound signature of anybody is enough.
    let anchors: String?
    /// Where the inputs may lie, beside the usual places.
    let inputFolders: [URL]
    /// The folder with the documents that the record of rights names; nil when they are not at hand.
    let evidence: URL?
    /// The day that counts for rights that end.
    let day: CalendarDay

    /// - Parameters:
    ///   - trust: a file of PEM certificates that signatures must lead to.
    ///   - date: the moment of the verification.
    /// - Throws: `CredentialError` when the library or the certificates cannot be read.
    public init(
        trusting trust: URL? = nil, inputsIn inputFolders: [URL] = [], evidenceIn evidence: URL? = nil,
        on date: CompositionDate, installation: Installation = .current
    ) throws(CredentialError) {
        library = try installation.credentialLibrary()
        anchors = try trust.map { url throws(CredentialError) in try CredentialLibrary.anchors(in: url) }
        self.inputFolders = inputFolders
        self.evidence = evidence
        day = date.day
    }

    /// What holds of a file, a work or every work and picture in a folder.
    /// - Throws: `WorkError` when there is nothing of the kind; what is wrong inside is in the report.
    public func verify(_ url: URL) throws(WorkError) -> VerificationReport {
        let url = url.standardizedFileURL
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
            throw .nothingToVerify(name: url.lastPathComponent)
        }
        guard isFolder.boolValue else { return verify(file: url) }
        if Self.isWork(url) { return verify(work: url, name: nil) }
        var report = VerificationReport()
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        if entries.contains(CredentialAuthority.rootName) || entries.contains(where: { $0.hasPrefix("master.") }) {
            report.add(
                .init(StagedDirectory.mark, "record", .failed, expected: "the record of this work", found: "none"))
        }
        for entry in entries.sorted() where !entry.hasPrefix(".") {
            let inner = url.appending(path: entry)
            if Self.isWork(inner) {
                report.add(verify(work: inner, name: entry))
            } else if (try? CredentialFormat(of: inner)) != nil {
                report.add(verify(file: inner))
            }
        }
        guard !report.checks.isEmpty else { throw .nothingToVerify(name: url.lastPathComponent) }
        return report
    }

    private static func isWork(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: StagedDirectory.mark).path)
    }

    /// A picture alone: by its work's record when that lies beside it, else by what it carries itself.
    private func verify(file: URL) -> VerificationReport {
        let folder = file.deletingLastPathComponent()
        let name = file.lastPathComponent
        var report = VerificationReport()
        guard (try? CredentialFormat(of: file)) != nil else {
            report.add(
                .init(name, "format", .failed, expected: "TIFF, PNG, WebP, JPEG or AVIF", found: "something else"))
            return report
        }
        let record = Self.isWork(folder) ? try? WorkRecord(ofWorkAt: folder) : nil
        if let record, let entry = record.files.first(where: { $0.file == name }) {
            let credentials = checkFile(entry, of: record, in: folder, as: name, &report)
            guard let credentials else { return report }
            checkOrigin(credentials, of: record, as: name, &report)
            noteSigner(credentials, as: name, &report)
            return report
        }
        guard let credentials = checkCredentials(of: file, as: name, &report) else { return report }
        checkAlone(file, credentials, as: name, &report)
        noteSigner(credentials, as: name, &report)
        return report
    }

    private func verify(work: URL, name: String?) -> VerificationReport {
        let prefix = name.map { "\($0)/" } ?? ""
        let place = prefix + StagedDirectory.mark
        var report = VerificationReport()
        let record: WorkRecord
        do {
            record = try WorkRecord(ofWorkAt: work)
        } catch {
            report.add(
                .init(place, "record", .failed, expected: "a record of version \(WorkRecord.version)", found: "none"))
            return report
        }
        // Other programs may read another of two equal keys, or one that we do not know.
        let bytes = try? Data(contentsOf: work.appending(path: StagedDirectory.mark))
        let isAsWritten = (try? record.encoded()) == bytes
        report.add(
            .init(
                place, "record", isAsWritten ? .passed : .failed, expected: isAsWritten ? nil : "the tool's own text",
                found: isAsWritten ? nil : "another one: keys that are unknown, missing or twice there, or white space")
        )
        for (index, entry) in record.files.enumerated() where entry.file != URL(filePath: entry.file).lastPathComponent
        {
            report.add(
                .init("\(place): $.files[\(index)].file", "name", .failed, expected: "a file's name", found: entry.file)
            )
            return report
        }
        let main = record.files.first { $0.role == "master" } ?? record.files.first { $0.role == "image" }
        if main == nil {
            report.add(.init(place, "files", .failed, expected: "a master or an image", found: "neither"))
        }
        for entry in record.files {
            let credentials = checkFile(entry, of: record, in: work, as: prefix + entry.file, &report)
            guard let credentials else { continue }
            if entry.file == main?.file {
                checkOrigin(credentials, of: record, as: prefix + entry.file, &report)
                checkSigner(credentials, of: entry, in: work, by: record, as: prefix, &report)
            } else if let main {
                checkParent(credentials, is: main, as: prefix + entry.file, &report)
            }
        }
        checkRecord(record, as: place, &report)
        checkCompanions(record, in: work, prefix: prefix, &report)
        checkInputs(record, of: work, as: place, &report)
        return report
    }
}
