import ArgumentParser
import Faces
import Foundation
import Inference
import Provenance
import Raster
import Works

struct FrameCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "frame",
        abstract: "Crop a picture around its face, and tell how marketplaces would cut it.",
        discussion: """
            EXAMPLES
              likeness frame portrait.tif
              likeness frame portrait.tif --crop subject --preview frame.png
              likeness frame portrait.tif --crop 4:5 --out cropped.tif
              likeness frame portrait.tif --crop 120,80,1600x2000 --out cropped.png --json

            Without --out and --preview nothing is written. The crop keeps every pixel's value, bit depth and profile;
            the ending of --out says the format: .tif (always 16 bits) or .png.
            """)

    @Argument(help: "The picture.", completion: .file())
    var picture: Path

    @Option(help: "What is kept: none (all of it), subject, a ratio like 4:5, or a box like 120,80,1600x2000.")
    var crop = Crop.none

    @Option(help: "The faces that matter: best, largest, left, right, all, or a number like 0.")
    var face = FaceSelection.best

    @Option(help: "Share of the crop, centred, in which the face should lie (0.3 to 1).")
    var safeArea = FramingRules().safeArea

    @Option(help: "What subject leaves free beside the head and below it, in heights of the face (0 to 4).")
    var breathingRoom = FramingRules().breathingRoom

    @Option(help: "Share of the crop's height that stays free above the head (0 to 0.5).")
    var headRoom = FramingRules().headRoom

    @Option(
        help: ArgumentHelp("Draw the crop, the safe area and the thumbnails as PNG.", valueName: "file"),
        completion: .file(extensions: ["png"]))
    var preview: Path?

    @Option(
        help: ArgumentHelp("The cropped picture.", valueName: "file"),
        completion: .file(extensions: ["tif", "tiff", "png"]))
    var out: Path?

    @Flag(help: "Replace files that stand at --out and --preview.")
    var overwrite = false

    @OptionGroup var output: JSONOption
    @OptionGroup(title: "Limits") var limits: LimitOptions

    func validate() throws {
        for (option, value, range) in [
            ("--safe-area", safeArea, FramingRules.safeAreas),
            ("--breathing-room", breathingRoom, FramingRules.breathingRooms),
            ("--head-room", headRoom, FramingRules.headRooms),
        ] where !range.contains(value) {
            throw ValidationError("\(option): give a number from \(range.lowerBound) to \(range.upperBound).")
        }
        if let out, let preview, out.url.standardizedFileURL == preview.url.standardizedFileURL {
            throw ValidationError("--out and --preview: give two names.")
        }
    }

    func run() async throws {
        let rules = FramingRules(crop: crop, safeArea: safeArea, breathingRoom: breathingRoom, headRoom: headRoom)
        var framer = Framer(picture: picture.url, rules: rules)
        framer.faces = face
        framer.output = out?.url
        framer.preview = preview?.url
        framer.limits = limits.limits
        framer.replaces = overwrite
        let report = try await Interruption.guarding { [framer] in
            try framer.check()
            return try await framer.make(finder: FaceAnalyser(store: ModelStore()))
        }
        if output.json {
            print(try JSONValue(encoding: report).text(.indented), terminator: "")
        } else {
            print(report.text)
            for warning in report.warnings { StandardError.write("likeness: note: \(warning)\n") }
        }
    }
}

extension Crop: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }

    public var defaultValueDescription: String { description }
}

extension FaceSelection: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }

    public var defaultValueDescription: String { description }
}

extension Framer.Report {
    /// The crop in a line, and the thumbnails as a table.
    fileprivate var text: String {
        let head = "\(file): \(width)×\(height), crop \(crop): \(words(box))"
        var table = Table(["thumbnail", "box", "head"])
        for thumbnail in thumbnails {
            table.add([thumbnail.shape.rawValue, words(thumbnail.box), verdict(on: thumbnail)])
        }
        return head + "\n" + table.text
    }

    private func words(_ box: PixelBox) -> String { "\(box.size) at \(box.x),\(box.y)" }

    private func verdict(on thumbnail: Thumbnail) -> String {
        guard let loss = thumbnail.headLoss else { return "no face" }
        return loss == 0 ? "OK" : "CUT, \((loss * 100).brief) % lost"
    }
}
