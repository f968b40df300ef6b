import ArgumentParser
import Collections
import Foundation
import Provenance
import Works

extension CollectionCommand {
    struct Init: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a plan from the pictures of a folder.",
            discussion: """
                EXAMPLES
                  likeness collection init metamorphosis
                  likeness collection init metamorphosis --title Metamorphosis --pairing random

                Pictures are called source_shakespeare.jpg and target_street_047.jpg, or lie in the folders sources and
                targets. Photographs of one person are called source_shakespeare_2.jpg or source_shakespeare-b.jpg. The
                plan, collection.yaml, has a comment for every key; a plan that is there is never overwritten.
                SOURCE_DATE_EPOCH sets the date that it gives the works.
                """)

        @Argument(help: "The folder of the pictures.", completion: .directory)
        var folder: Path

        @Option(help: "What the collection is called; else the folder's name.")
        var title: String?

        @Option(help: "Which source goes into which target.")
        var pairing = PlanDraft.Mode.product

        @Flag(help: "Write collection.json, without comments, and its schema beside it.")
        var json = false

        func run() async throws {
            var draft = try PlanDraft(folder: folder.url, date: CompositionDate())
            if let title { draft.title = title }
            draft.mode = pairing
            let file = try await draft.write(as: json ? .json : .yaml)
            let works = try PlannedCollection(contentsOf: file).works.count
            let counts = [(draft.sources.count, "source"), (draft.targets.count, "target"), (works, "work")]
                .map { "\($0) \($1)\($0 == 1 ? "" : "s")" }
            print(
                "\(folder.url.appending(path: file.lastPathComponent).relativePath): \(counts.joined(separator: ", "))")
            for note in draft.notes { StandardError.write("likeness: note: \(note)\n") }
        }
    }
}

extension PlanDraft.Mode: ExpressibleByArgument {}
