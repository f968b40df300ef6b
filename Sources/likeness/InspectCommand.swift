import ArgumentParser
import Faces
import Foundation
import Inference
import Provenance
import Works

struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Tell what a picture is and how fit the faces in it are.",
        discussion: """
            EXAMPLES
              likeness inspect street.tif
              likeness inspect street.tif --draw faces.png
              likeness inspect *.jpg --json

            Faces are numbered from the best, 0: the number that --face and --source-face take.
            """)

    @Argument(help: "Pictures to look at.", completion: .file())
    var pictures: [Path]

    @Option(
        help: ArgumentHelp("Write the picture as PNG with boxes, points and numbers drawn over it.", valueName: "file"),
        completion: .file(extensions: ["png"]))
    var draw: Path?

    @Flag(help: "Replace a file that stands at --draw.")
    var overwrite = false

    @OptionGroup var output: JSONOption
    @OptionGroup(title: "Limits") var limits: LimitOptions

    func validate() throws {
        guard draw == nil || pictures.count == 1 else {
            throw ValidationError("--draw: takes one picture, not \(pictures.count).")
        }
    }

    func run() async throws {
        let (pictures, limits, draw, overwrite, isJSON) = (pictures, limits.limits, draw, overwrite, output.json)
        try await Interruption.guarding {
            let finder = try FaceAnalyser(store: ModelStore())
            var reports: [JSONValue] = []
            for picture in pictures {
                let inspection = try Inspection(of: picture.url, limits: limits, finder: finder)
                try await draw.asyncMap { try await inspection.draw(to: $0.url, replacing: overwrite) }
                if isJSON {
                    reports.append(try inspection.json())
                } else {
                    print(InspectionReport(inspection.input).text)
                }
            }
            if isJSON { print(JSONValue.array(reports).text(.indented), terminator: "") }
        }
    }
}

extension Optional {
    fileprivate func asyncMap<Result>(_ transform: (Wrapped) async throws -> Result) async rethrows -> Result? {
        if let self { try await transform(self) } else { nil }
    }
}
