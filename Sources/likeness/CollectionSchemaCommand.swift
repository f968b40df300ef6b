import ArgumentParser
import Collections

extension CollectionCommand {
    struct Schema: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the JSON Schema of plans.",
            discussion: """
                EXAMPLES
                  likeness collection schema > collection.schema.json

                Editors complete and check plans with it; draft 2020-12.
                """)

        func run() {
            print(CollectionPlan.schema, terminator: "")
        }
    }
}
