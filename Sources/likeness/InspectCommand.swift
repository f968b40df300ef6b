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
            A picture that cannot be read is told of (in JSON as "file" and "error"), and the others follow;
            the exit code is then 2.
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
        let allRead = try await Interruption.guarding {
            if let draw {
                for picture in pictures {
                    try Inspection.check(drawing: draw.url, of: picture.url, replacing: overwrite)
                }
            }
            let finder = try FaceAnalyser(store: ModelStore())
            var reports: [JSONValue] = []
            var hasRead = true
            for picture in pictures {
                try Task.checkCancellation()
                let inspection: Inspection
                do {
                    inspection = try Inspection(of: picture.url, limits: limits, finder: finder)
                } catch let failure as any WorkFailure where failure.isBadInput {
                    // One picture that cannot be read hides nothing of the others.
                    hasRead = false
                    StandardError.write(Complaint.lines(failure) + "\n")
                    reports.append(Self.report(of: failure, in: picture))
                    continue
                }
                try await draw.asyncMap { try await inspection.draw(to: $0.url, replacing: overwrite) }
                if isJSON {
                    reports.append(try inspection.json())
                } else {
                    print(InspectionReport(inspection.input).text)
                }
            }
            if isJSON { print(JSONValue.array(reports).text(.indented), terminator: "") }
            return hasRead
        }
        guard allRead else { throw ExitCode.badInput }
    }

    /// What stands in a picture's place that could not be looked at.
    private static func report(of failure: any WorkFailure, in picture: Path) -> JSONValue {
        .object([
            "file": .string(picture.url.lastPathComponent), "error": .string(failure.description),
        ])
    }
}

extension Optional {
    fileprivate func asyncMap<Result>(_ transform: (Wrapped) async throws -> Result) async rethrows -> Result? {
        if let self { try await transform(self) } else { nil }
    }
}
