import ArgumentParser

@main
struct LikenessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "likeness",
        abstract: "Face composites that deserve to be collected.")
}
