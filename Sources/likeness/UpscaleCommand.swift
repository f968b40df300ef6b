import ArgumentParser
import Foundation
import Inference
import Provenance
import Raster
import Works

struct UpscaleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upscale",
        abstract: "Enlarge a picture with a super-resolution model, in 16 bits.",
        discussion: """
            EXAMPLES
              likeness upscale in.tif --out out.tif
              likeness upscale in.jpg --model realesr-animevideov3 --size 3840x3840 --out out.png
              likeness upscale in.tif --model real_esrgan_4x --precision fast --strength 0.6 --out out.tif
              likeness upscale in.tif --face-strength 0.4 --out out.avif

            The ending of --out says the format: .tif and .png hold 16 bits, .webp is lossless, .jpg and
            .avif are for looking at.
            Never enlarge a source or a target: compose enlarges the finished picture (--upsampler).
            """)

    @Argument(help: "The picture.", completion: .file())
    var picture: Path

    @Option(help: ArgumentHelp("The larger picture.", valueName: "file"), completion: .file())
    var out: Path

    @Option(help: "A model of `likeness models list`, or `auto`: the picture's content decides.")
    var model = Enlargement.automatic

    @Option(help: "The box that the result is fitted into, such as 3840x2160; else the model's own factor.")
    var size: BoxSize?

    @Option(help: "How much of the model's detail is taken, 0 (Lanczos) to 1.")
    var strength: Float = 1

    @Option(help: "Another model with the same factor, for the faces.")
    var faceModel: String?

    @Option(help: "How much of the model's detail the faces take, 0 to 1; else as much as the rest.")
    var faceStrength: Float?

    @Option(help: "Arithmetic of the model: f32, or fast for the fastest that the processor has.")
    var precision = Precision.f32

    @Option(help: "Edge in pixels of the square that the model sees at once (64 to 2048).")
    var tileSize = 512

    @Option(help: "Pixels that neighbouring tiles share (16 to 512); else what the model needs.")
    var tileOverlap: Int?

    @Flag(help: "Replace a file that stands at --out.")
    var overwrite = false

    @OptionGroup var output: JSONOption
    @OptionGroup(title: "Limits") var limits: LimitOptions

    func validate() throws {
        guard (0...1).contains(strength) else { throw ValidationError("--strength: give a number from 0 to 1.") }
        guard faceStrength.map({ (0...1).contains($0) }) ?? true else {
            throw ValidationError("--face-strength: give a number from 0 to 1.")
        }
        guard (64...2048).contains(tileSize) else { throw ValidationError("--tile-size: give 64 to 2048.") }
        guard tileOverlap.map((16...512).contains) ?? true else {
            throw ValidationError("--tile-overlap: give 16 to 512.")
        }
    }

    func run() async throws {
        var enlargement = Enlargement(picture: picture.url, output: out.url)
        enlargement.model = model
        enlargement.size = size?.size
        enlargement.settings.strength = strength
        enlargement.settings.tileSize = tileSize
        enlargement.settings.tileOverlap = tileOverlap
        enlargement.faceModel = faceModel
        enlargement.faceStrength = faceStrength
        enlargement.precision = precision
        enlargement.limits = limits.limits
        enlargement.replaces = overwrite
        let progress = ProgressLine(isQuiet: output.json)
        defer { progress.close() }
        let report = try await Interruption.guarding { [enlargement] in
            try await enlargement.make { progress.show($0) }
        }
        progress.close()
        if output.json {
            print(try JSONValue(encoding: report).text(.indented), terminator: "")
        } else {
            let because = report.reason.map { " (\($0))" } ?? ""
            print("\(out.url.relativePath): \(report.width)×\(report.height), \(report.model)\(because)")
            for remark in report.remarks { StandardError.write("likeness: note: \(remark)\n") }
        }
    }
}

/// `3840x2160`.
struct BoxSize: ExpressibleByArgument {
    let size: PixelSize

    init?(argument: String) {
        let sides = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard sides.count == 2, let width = sides[0], let height = sides[1],
            (16...65_535).contains(width), (16...65_535).contains(height)
        else { return nil }
        size = PixelSize(width: width, height: height)
    }
}

extension Precision: ExpressibleByArgument {}
