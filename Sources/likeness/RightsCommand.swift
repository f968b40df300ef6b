import ArgumentParser
import Foundation
import Provenance
import Works

struct RightsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rights",
        abstract: "Record by what right pictures are used, and check the record.",
        subcommands: [Add.self, Check.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a picture to a record of rights; makes the record when there is none.",
            discussion: """
                EXAMPLES
                  likeness rights add ana.jpg --role source --person "Ana Example" --basis signed_release \\
                      --evidence release.pdf --use commercial --use print --use derivative --expires 2031-12-31
                  likeness rights add street.tif --role target --person fictional --basis fictional --commercial

                The record is rights.json beside the picture, or what --record names; documents are looked for beside
                the record. docs/rights.md explains every word. It is a record, not legal advice.
                """)

        @Argument(help: "The picture.", completion: .file())
        var picture: Path

        @Option(help: ArgumentHelp("What the picture is in the work.", valueName: "role"))
        var role: RightsRole

        @Option(help: "Who is shown, or \"fictional\".")
        var person: String

        @Option(help: "By what right it is used.")
        var basis: RightsBasis

        @Option(help: ArgumentHelp("The document that proves it.", valueName: "file"), completion: .file())
        var evidence: Path?

        @Option(name: .customLong("use"), parsing: .singleValue, help: "A use that is allowed; again for each.")
        var uses: [RightsUse] = []

        @Option(help: ArgumentHelp("The last day of the right.", valueName: "YYYY-MM-DD"))
        var expires: CalendarDay?

        @Option(help: "Whatever else should be known.")
        var note: String?

        @Flag(inversion: .prefixedNo, help: "Whether the work is to be sold; a new record says no without it.")
        var commercial: Bool?

        @Option(help: ArgumentHelp("Another record.", valueName: "file"), completion: .file(extensions: ["json"]))
        var record: Path?

        func run() throws {
            let url = record?.url ?? picture.url.deletingLastPathComponent().appending(path: RightsRecord.fileName)
            let exists = FileManager.default.fileExists(atPath: url.path)
            var papers = exists ? try RightsRecord(contentsOf: url) : RightsRecord(commercial: false)
            if let commercial { papers.commercial = commercial }
            let document = try evidence.map { file in
                let folder = url.deletingLastPathComponent().standardizedFileURL.path + "/"
                let path = file.url.standardizedFileURL.path
                guard path.hasPrefix(folder) else {
                    throw ValidationError(
                        "--evidence: \(file.url.lastPathComponent) must lie in the folder of \(url.lastPathComponent), or in "
                            + "one of its folders. Move it there.")
                }
                return RightsEvidence(file: String(path.dropFirst(folder.count)), sha256: try Digest(ofFile: file.url))
            }
            let entry = RightsEntry(
                role: role, file: picture.url.lastPathComponent, sha256: try Digest(ofFile: picture.url),
                person: person, basis: basis, evidence: document, uses: uses.isEmpty ? nil : Set(uses),
                expires: expires, note: note)
            guard (try? CredentialFormat(of: picture.url)) != nil else {
                throw ValidationError("\(picture.url.lastPathComponent): is no picture. Give the source or the target.")
            }
            let whole = try papers.adding(entry)
            if let now = CalendarDay(inUTC: Date()) {
                let findings = whole.check(against: nil, on: now, evidenceIn: url.deletingLastPathComponent())
                    .filter { $0.code == .contradiction }
                guard findings.isEmpty else {
                    throw RightsViolation(file: url.lastPathComponent, findings: findings)
                }
            }
            try whole.write(to: url)
            print(url.relativePath)
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a record of rights as of today, with its documents.",
            discussion: """
                EXAMPLES
                  likeness rights check rights.json
                  likeness rights check rights.json --use nft --source ana.jpg --target street.tif

                With pictures it asks for these alone, else for every entry. The exit code is 1 when something forbids
                the work.
                """)

        @Argument(help: "The record.", completion: .file(extensions: ["json"]))
        var record: Path

        @Option(
            name: .customLong("source"), parsing: .singleValue, help: ArgumentHelp("A source.", valueName: "picture"),
            completion: .file())
        var sources: [Path] = []

        @Option(help: ArgumentHelp("The target.", valueName: "picture"), completion: .file())
        var target: Path?

        @Option(name: .customLong("use"), parsing: .singleValue, help: "A use that is intended; again for each.")
        var uses: [RightsUse] = []

        func run() throws {
            let papers = try RightsRecord(contentsOf: record.url)
            let pictures = sources.map { (RightsRole.source, $0) } + (target.map { [(RightsRole.target, $0)] } ?? [])
            let inputs = try pictures.map { role, path in
                RightsInput(role: role, file: path.url.lastPathComponent, sha256: try Digest(ofFile: path.url))
            }
            let now = CalendarDay(inUTC: Date())
            guard let now else { throw ValidationError("the clock is not set to a year that can be.") }
            let findings = papers.check(
                against: inputs.isEmpty ? nil : inputs, for: Set(uses), on: now,
                evidenceIn: record.url.deletingLastPathComponent())
            for finding in findings { print("\(finding.severity.rawValue): \(finding)") }
            if findings.contains(where: { $0.severity == .error }) { throw ExitCode.failure }
            if findings.isEmpty { print("\(record.url.relativePath): nothing stands against it") }
        }
    }
}

extension RightsRole: ExpressibleByArgument {}
extension RightsBasis: ExpressibleByArgument {}
extension RightsUse: ExpressibleByArgument {}

extension CalendarDay: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
