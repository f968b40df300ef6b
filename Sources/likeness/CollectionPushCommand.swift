import ArgumentParser
import Collections
import Foundation
import Provenance

extension CollectionCommand {
    struct Push: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a collection's plan and pictures into a bucket, for other machines to build.",
            discussion: """
                EXAMPLES
                  likeness collection push metamorphosis/collection.yaml --to s3://studio/metamorphosis
                  AWS_ENDPOINT_URL=http://127.0.0.1:9000 likeness collection push collection.yaml --to s3://studio/m

                Plan, recipe, rights with their evidence, profiles and pictures go there: only what changed, by its
                SHA-256. Nothing is taken away there. Other commands then take s3://studio/metamorphosis as the plan.
                Who asks is read from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or from the profile AWS_PROFILE.
                """)

        @Argument(
            help: "The plan: collection.yaml or collection.json.",
            completion: .file(extensions: ["yaml", "yml", "json"]))
        var plan: Path

        @Option(help: ArgumentHelp("Where to.", valueName: "s3://bucket/prefix"))
        var to: String

        @OptionGroup var output: JSONOption

        func run() async throws {
            let mirror = try CollectionMirror(StoragePlace(to))
            let collection = try PlannedCollection(contentsOf: plan.url)
            let line = FilesLine(isQuiet: output.json)
            defer { line.close() }
            let summary = try await Interruption.guarding(
                saying: "interrupted. What has come is kept; the same command goes on from there.", waiting: .seconds(3)
            ) {
                try await mirror.push(collection) { line.show($0) }
            }
            line.close()
            if output.json {
                print(try JSONValue(encoding: summary).text(.indented), terminator: "")
            } else {
                print("\(mirror.place): \(summary.words("put"))")
            }
        }
    }
}

extension CollectionMirror.Summary {
    /// - Parameter verb: what was done with them: `put`, `fetched`.
    func words(_ verb: String) -> String {
        let size = ByteCountFormatter.string(fromByteCount: Int64(bytes), countStyle: .file)
        return "\(files) file\(files == 1 ? "" : "s"), \(moved) \(verb)\(moved > 0 ? " (\(size))" : "")"
    }
}
