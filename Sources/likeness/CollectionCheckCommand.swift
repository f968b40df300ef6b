import ArgumentParser
import Collections
import Foundation
import Provenance
import Works

extension CollectionCommand {
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Hold every picture of a plan against its input standard.",
            discussion: """
                EXAMPLES
                  likeness collection check collection.yaml
                  likeness collection check . --html report.html
                  likeness collection check . --fix ../mended
                  likeness collection check . --json

                Looks for faces, pose, size, profile, sharpness, light, names, pictures that come twice and rights.
                Originals are never touched: --fix writes renamed and converted copies with a plan and a record of rights
                that speak of them. docs/collections.md explains each rule.

                EXIT CODES
                  0 nothing stands against building · 1 a picture fails · 2 bad input
                """)

        @Argument(help: "The plan, or the folder that has it.", completion: .file(extensions: ["yaml", "yml", "json"]))
        var plan: Path = Path(url: URL(filePath: "."))

        @Option(
            help: ArgumentHelp("Write a web page with the pictures, too.", valueName: "file"),
            completion: .file(extensions: ["html"]))
        var html: Path?

        @Flag(help: "Replace a page that stands at --html.")
        var overwrite = false

        @Option(
            help: ArgumentHelp("Write renamed and converted copies into a new folder.", valueName: "folder"),
            completion: .directory)
        var fix: Path?

        @Flag(help: "Show failing pictures alone.")
        var failing = false

        @OptionGroup var output: JSONOption
        @OptionGroup(title: "Limits") var limits: LimitOptions

        func run() async throws {
            let (html, fix, overwrite, limits) = (html?.url, fix?.url, overwrite, limits.limits)
            let collection = try PlannedCollection(contentsOf: plan.url)
            if let fix { try InputRepair.check(fix) }
            let progress = ProgressLine(isQuiet: output.json)
            defer { progress.close() }
            let (report, repair) = try await Interruption.guarding {
                // The works' recipes differ in what traits change; the plan's own stands for the faces that are found.
                var parts = CheckParts(
                    try Cast(for: collection.works.first?.recipe ?? Recipe(), missingModels: .useDefaults))
                parts.limits = limits
                let check = CollectionCheck(collection, parts: parts, date: try CompositionDate())
                let report =
                    if let html {
                        try await check.report(writing: html, replacing: overwrite) {
                            progress.show("check \($0.done) of \($0.total)")
                        }
                    } else {
                        try await check.report { progress.show("check \($0.done) of \($0.total)") }
                    }
                let repair = InputRepair(collection, limits: limits)
                guard let fix else { return (report, InputRepair.Report?.none) }
                return (
                    report,
                    try await repair.write(to: fix, after: report) { progress.show("copy \($0.done) of \($0.total)") }
                )
            }
            progress.close()
            if output.json {
                var members: [String: JSONValue] = ["check": try JSONValue(encoding: report)]
                members["fix"] = try repair.map { try JSONValue(encoding: $0) }
                print(JSONValue.object(members).text(.indented), terminator: "")
            } else {
                print(CheckText(report, showsOnlyFailing: failing).text)
                if let repair, let fix { print(CheckText.lines(of: repair, in: fix)) }
                if let html { print(html.relativePath) }
            }
            if !report.passed { throw ExitCode(1) }
        }
    }
}
