import ArgumentParser
import Faces
import Foundation
import Inference
import Provenance
import Raster
import Works

struct SheetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sheet",
        abstract: "Draw a contact sheet of works, or of what each upscaler makes of a picture.",
        subcommands: [WorksSheetCommand.self, UpscalersSheetCommand.self],
        defaultSubcommand: WorksSheetCommand.self)
}

struct WorksSheetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "works",
        abstract: "Source, target, result, mask, and details at 100 %; `sheet` alone means this.",
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

struct UpscalersSheetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upscalers",
        abstract: "A part of a picture at 100 %: Lanczos, every upscaler that is here, and fast beside f32.",
        discussion: """
            EXAMPLES
              likeness sheet upscalers in.tif --out sheet.png
              likeness sheet upscalers in.tif --region 450,420,128x96 --model real_esrgan_4x --out sheet.png
            """)

    @Argument(help: "The picture.", completion: .file())
    var picture: Path

    @Option(
        name: .customLong("model"), parsing: .singleValue,
        help: "A model of `likeness models list`; several may be given. Else all that are here.")
    var models: [String] = []

    @Option(help: ArgumentHelp("The part, in pixels; else an eye of the best face.", valueName: "x,y,WxH"))
    var region: Region?

    @Option(help: ArgumentHelp("The sheet, as PNG.", valueName: "file"), completion: .file(extensions: ["png"]))
    var out: Path

    @Flag(help: "Replace a file that stands at --out.")
    var overwrite = false

    @OptionGroup var output: JSONOption
    @OptionGroup(title: "Limits") var limits: LimitOptions

    func run() async throws {
        var sheet = UpscalerSheet(picture: picture.url, output: out.url)
        sheet.models = models
        sheet.region = region?.box
        sheet.limits = limits.limits
        sheet.replaces = overwrite
        let progress = ProgressLine(isQuiet: output.json)
        defer { progress.close() }
        let samples = try await Interruption.guarding { [sheet] in
            let finder = try FaceAnalyser(store: ModelStore())
            return try await sheet.write(finder: finder) { progress.show($0) }
        }
        progress.close()
        if output.json {
            print(try JSONValue(encoding: samples).text(.indented), terminator: "")
        } else {
            print(out.url.relativePath)
        }
    }
}

/// `450,420,128x96`.
struct Region: ExpressibleByArgument {
    let box: PixelBox

    init?(argument: String) {
        guard let match = argument.wholeMatch(of: /([0-9]{1,6}),([0-9]{1,6}),([0-9]{1,4})x([0-9]{1,4})/),
            let x = Int(match.1), let y = Int(match.2), let width = Int(match.3), let height = Int(match.4)
        else { return nil }
        box = PixelBox(x: x, y: y, width: width, height: height)
    }
}
