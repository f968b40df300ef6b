import ArgumentParser

struct CollectionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collection",
        abstract: "Plan, check, build and show a collection of works.",
        discussion: """
            A plan, collection.yaml or collection.json, names sources, targets, how they are paired, the recipe and the
            rights; docs/collections.md explains it.
            """,
        subcommands: [
            Init.self, Check.self, Build.self, Status.self, Verify.self, Sheet.self, Submit.self, Merge.self, Push.self,
            Pull.self, Schema.self,
        ])
}
