import ArgumentParser
import Foundation
import Works

struct SheetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sheet",
        abstract: "Draw a contact sheet: source, target, result, mask, and details at 100 %.",
        discussion: """
            EXAMPLES
              likeness sheet work --out sheet.png
              likeness sheet works/* --out sheet.png
              likeness sheet work --source ana.jpg --target street.tif --out sheet.png

            The inputs are looked for by the names in work.json, beside the work and in the current folder, and known by
            their SHA-256.
            """)

    @Argument(help: "Folders of works.", completion: .directory)
    var works: [Path]

    @Option(help: ArgumentHelp("Where the work's source is, for one work.", valueName: "picture"), completion: .file())
    var source: Path?

    @Option(help: ArgumentHelp("Where the work's target is, for one work.", valueName: "picture"), completion: .file())
    var target: Path?

    @Option(help: ArgumentHelp("The sheet, as PNG.", valueName: "file"), completion: .file(extensions: ["png"]))
    var out: Path

    @Flag(help: "Replace a file that stands at --out.")
    var overwrite = false

    @OptionGroup(title: "Limits") var limits: LimitOptions

    func validate() throws {
        guard works.count == 1 || (source == nil && target == nil) else {
            throw ValidationError("--source and --target: serve one work, not \(works.count).")
        }
    }

    func run() async throws {
        let requests = works.map { WorkSheet.Request(work: $0.url, source: source?.url, target: target?.url) }
        let (sheet, out, overwrite) = (WorkSheet(limits: limits.limits), out.url, overwrite)
        try await Interruption.guarding { try await sheet.write(requests, to: out, replacing: overwrite) }
        print(out.relativePath)
    }
}
