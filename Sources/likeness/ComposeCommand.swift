import ArgumentParser
import Foundation
import Provenance
import Raster
import Works

struct ComposeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compose",
        abstract: "Put a source's face into a target and deliver the work.",
        discussion: """
            EXAMPLES
              likeness compose --source ana.jpg --target street.tif --out work
              likeness compose --source a1.jpg --source a2.jpg --target street.tif --face left --out work
              likeness compose --recipe recipe.json --source ana.jpg --target street.tif --out work
              likeness compose --source ana.jpg --target street.tif --proof matte.icc --out work
              likeness compose --recipe old.json --default-models --source a.jpg --target b.jpg --out work

            Flags count more than the recipe. The work is a new folder: the master, the web image, a preview, a
            thumbnail and work.json, which tells how it was made. It appears whole or not at all.
            Every file carries AI labels and is signed, with credentials of your own that are made at the first work
            (likeness credentials init gives them your name). SOURCE_DATE_EPOCH sets the date that the work carries.
            """)

    @Option(
        name: .customLong("source"), parsing: .singleValue,
        help: ArgumentHelp(
            "A photograph of the person whose face it will be. Several show more of it.", valueName: "picture"),
        completion: .file())
    var sources: [Path]

    @Option(help: ArgumentHelp("The picture that the face goes into.", valueName: "picture"), completion: .file())
    var target: Path

    @Option(
        help: ArgumentHelp(
            "A picture of the person in the target who is meant, for --face reference.", valueName: "picture"),
        completion: .file())
    var reference: Path?

    @Option(
        help: ArgumentHelp("The folder of the work; it must not exist.", valueName: "folder"), completion: .directory)
    var out: Path

    @Option(help: ArgumentHelp("A recipe to begin with.", valueName: "file"), completion: .file(extensions: ["json"]))
    var recipe: Path?

    @Flag(help: "Take the bundled parts for models that are not here, and record that.")
    var defaultModels = false

    @Flag(help: "Replace a work that stands at --out.")
    var overwrite = false

    @Flag(help: "Also write mask.png: which pixels changed, and how much.")
    var keepMask = false

    @Option(
        help: ArgumentHelp("Also write proof.jpg: the picture as this printer or display shows it.", valueName: "icc"),
        completion: .file(extensions: ["icc", "icm"]))
    var proof: Path?

    @Option(help: "How the proof brings colours into what the device shows.")
    var proofIntent = SoftProof.Intent.relativeColorimetric

    @Flag(help: "Show in magenta, in the proof, what the device cannot.")
    var proofMark = false

    @Option(
        help: ArgumentHelp(
            "The record of rights; without it rights.json beside the recipe, the target or a source.", valueName: "file"
        ),
        completion: .file(extensions: ["json"]))
    var rights: Path?

    @Flag(name: .shortAndLong, help: "Tell faces, figures of every step and times.")
    var verbose = false

    @OptionGroup var output: JSONOption
    @OptionGroup(title: "Credentials") var credentials: CredentialOptions
    @OptionGroup(title: "Limits") var limits: LimitOptions
    @OptionGroup(title: "Recipe") var flags: RecipeFlags

    func run() async throws {
        let start = ContinuousClock.now
        let commission = try commission()
        let progress = ProgressLine(isQuiet: output.json)
        defer { progress.close() }
        let missingModels: Commission.MissingModels = defaultModels ? .useDefaults : .refuse
        let work = try await Interruption.guarding {
            try commission.check()
            let cast = try Cast(for: commission.recipe, missingModels: missingModels)
            return try await Composer(cast: cast).make(commission) { progress.show($0) }
        }
        progress.close()
        if output.json {
            print(try JSONValue(encoding: work.record).text(.indented), terminator: "")
        } else {
            let report = WorkReport(work, at: out.url)
            print(report.summary)
            if verbose { StandardError.write(report.details(took: .now - start) + "\n") }
            for line in report.remarks { StandardError.write("likeness: note: \(line)\n") }
        }
    }

    private func commission() throws -> Commission {
        var recipe = try self.recipe.map { try Recipe(contentsOf: $0.url) } ?? Recipe()
        try flags.apply(to: &recipe)
        var commission = Commission(
            sources: sources.map(\.url), target: target.url, output: out.url, recipe: recipe,
            date: try CompositionDate())
        commission.reference = reference?.url
        commission.replacement = overwrite ? .work : .nothing
        commission.limits = limits.limits
        commission.keepsMask = keepMask
        commission.credentials = credentials.choice
        let places = [self.recipe, target].compactMap { $0?.url } + sources.map(\.url)
        commission.rights = rights?.url ?? places.lazy.compactMap(Self.rights).first
        commission.proof = proof.map { profile in
            var request = ProofRequest(profile: profile.url)
            request.intent = proofIntent
            request.marksOutOfGamut = proofMark
            return request
        }
        return commission
    }

    private static func rights(beside file: URL) -> URL? {
        let url = file.deletingLastPathComponent().appending(path: RightsRecord.fileName)
        return FileManager.default.fileExists(atPath: url.path) ? url : nil
    }
}
