import ArgumentParser
import Foundation
import Provenance
import Raster
import Works

struct ProofCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proof",
        abstract: "Show a picture as a printer or a display will, and how much of it the device cannot show.",
        discussion: """
            EXAMPLES
              likeness proof work/master.tif --profile matte.icc --out proof.tif
              likeness proof master.tif --profile matte.icc --intent perceptual --mark --out proof.png

            The proof is in the picture's own colours. compose --proof makes one beside a work.
            """)

    @Argument(help: "The picture.", completion: .file())
    var picture: Path

    @Option(
        help: ArgumentHelp("The device's ICC profile.", valueName: "icc"),
        completion: .file(extensions: ["icc", "icm"]))
    var profile: Path

    @Option(help: "How colours are brought into what the device shows: relative keeps those that it can.")
    var intent = SoftProof.Intent.relativeColorimetric

    @Flag(help: "Show in magenta what the device cannot.")
    var mark = false

    @Option(help: ArgumentHelp("The proof; its ending says the format.", valueName: "file"), completion: .file())
    var out: Path

    @Flag(help: "Replace a file that stands at --out.")
    var overwrite = false

    @OptionGroup var output: JSONOption
    @OptionGroup(title: "Limits") var limits: LimitOptions

    func run() async throws {
        var request = ProofRequest(profile: profile.url)
        request.intent = intent
        request.marksOutOfGamut = mark
        var proofing = Proofing(picture: picture.url, request: request, output: out.url)
        proofing.limits = limits.limits
        proofing.replaces = overwrite
        let report = try await Interruption.guarding { [proofing] in try await proofing.make() }
        if output.json {
            print(try JSONValue(encoding: report).text(.indented), terminator: "")
        } else {
            print("\(out.url.relativePath): \(report.summary)")
        }
    }
}

extension SoftProof.Intent: ExpressibleByArgument {}
