import ArgumentParser
import Collections
import Foundation
import Provenance
import Works

extension CollectionCommand {
    struct Build: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "build",
            abstract: "Make the works that are not there yet, or that the plan now wants otherwise.",
            discussion: """
                EXAMPLES
                  likeness collection build collection.yaml
                  likeness collection build collection.yaml --keep-going --limit 20
                  likeness collection build collection.yaml --only 3,7-9 --rebuild
                  likeness collection build collection.yaml --shard 2/8
                  likeness collection build s3://studio/metamorphosis --shard 2/8

                Run it again after a kill, a power cut or a change of the plan: works that are there and made from the same
                are kept, the rest is made. Several works are made at once. Inside a Slurm array or an Indexed Job of Kubernetes
                it builds its own shard. The exit code is 1 when a work failed.
                """)

        @Argument(
            help: "The plan, here or s3://bucket/prefix.", completion: .file(extensions: ["json", "yaml", "yml"]))
        var plan: PlanPlace

        @Option(
            help: ArgumentHelp("Build one of equal parts, as other machines build the others.", valueName: "i/n"),
            transform: { try Shard(parsing: $0) })
        var shard: Shard?

        @Option(help: ArgumentHelp("Build these works alone.", valueName: "numbers"))
        var only: NumberList?

        @Option(help: ArgumentHelp("Make no more works than these in this run.", valueName: "count"))
        var limit: Int?

        @Flag(help: "Go on with the others when a work fails.")
        var keepGoing = false

        @Option(help: ArgumentHelp("Try a work so often; what bad input stops is tried once.", valueName: "count"))
        var attempts = BuildOptions().attempts

        @Flag(help: "Make finished works again.")
        var rebuild = false

        @Option(help: ArgumentHelp("Works at once; else one more than there are cores.", valueName: "count"))
        var inFlight: Int?

        @Flag(help: "Take the bundled parts for models that are not here, and record that.")
        var defaultModels = false

        @OptionGroup var cache: CacheOption
        @OptionGroup var output: JSONOption
        @OptionGroup(title: "Credentials") var credentials: CredentialOptions
        @OptionGroup(title: "Limits") var limits: LimitOptions

        func validate() throws {
            for (name, value) in [("--limit", limit), ("--attempts", attempts), ("--in-flight", inFlight)] {
                if let value, value < 1 { throw ValidationError("\(name): give a number above 0.") }
            }
        }

        func run() async throws {
            let shard = try shard ?? Shard.current()
            let (collection, store) = try await plan.open(shard: shard, cache: cache.url)
            let options = try options(for: collection, shard: shard)
            let line = BuildLine(isQuiet: output.json)
            defer { line.close() }
            let summary = try await Interruption.guarding(
                saying: "interrupted. Works that were in flight are gone, the others stay: run the same command again.",
                waiting: store == nil ? .never : .seconds(3)
            ) {
                try await CollectionBuilder(collection, options: options, store: store).build { line.show($0) }
            }
            line.close()
            if output.json {
                print(try JSONValue(encoding: summary).text(.indented), terminator: "")
            } else {
                print(summary.words(of: collection))
            }
            if !summary.failures.isEmpty { throw ExitCode.failure }
        }

        private func options(for collection: PlannedCollection, shard: Shard?) throws -> BuildOptions {
            var options = BuildOptions()
            options.shard = shard
            options.only = try only?.numbers(in: collection)
            options.limit = limit
            options.keepsGoing = keepGoing
            options.attempts = attempts
            options.rebuilds = rebuild
            options.inFlight = inFlight
            options.missingModels = defaultModels ? .useDefaults : .refuse
            options.limits = limits.limits
            options.credentials = credentials.choice
            return options
        }
    }
}

extension BuildSummary {
    /// What people read at the end.
    fileprivate func words(of collection: PlannedCollection) -> String {
        var lines = failures.map { "FAILED  \($0.name)  \($0.reason.replacing("\n", with: "; "))" }
        var parts = ["\(made) made"]
        if kept + found > 0 { parts.append("\(kept + found) there already") }
        if left > 0 { parts.append("\(left) left") }
        if !failures.isEmpty { parts.append("\(failures.count) failed") }
        lines.append("\(collection.output.relativePath): \(planned) works: " + parts.joined(separator: ", "))
        if let worksPerHour {
            let minutes = Int(seconds) / 60
            let time = minutes > 0 ? "\(minutes) min \(Int(seconds) % 60) s" : "\(Int((seconds * 10).rounded()) / 10) s"
            lines.append(
                "took \(time), \(Int(worksPerHour.rounded())) works an hour, \(identities) identities prepared")
        }
        return lines.joined(separator: "\n")
    }
}
