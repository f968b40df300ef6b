import ArgumentParser
import Foundation
import Provenance
import Works

struct ReproduceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reproduce",
        abstract: "Build a work again from its record and its inputs, and compare the bytes.",
        discussion: """
            EXAMPLES
              likeness reproduce work
              likeness reproduce work --inputs photos

            Compares the files as they were before they were signed, since every signature is another. Where they differ
            it tells what else does: the tool, the engine, its precision, a model, the first step with other figures.
            The exit code is 0 only when all bytes are the same. Nothing is kept.
            """)

    @Argument(help: "The folder of a work.", completion: .directory)
    var work: Path

    @Option(
        name: .customLong("inputs"), parsing: .singleValue,
        help: ArgumentHelp("A folder where the sources and the target may lie.", valueName: "folder"),
        completion: .directory)
    var inputs: [Path] = []

    @Option(
        help: ArgumentHelp("The device's profile, for a work with a proof.", valueName: "icc"),
        completion: .file(extensions: ["icc", "icm"]))
    var proof: Path?

    @OptionGroup var output: JSONOption

    func validate() throws {
        for folder in inputs where !folder.isFolder {
            throw ValidationError("\(folder.url.relativePath): is no folder. Give one that is there.")
        }
    }

    func run() async throws {
        let progress = ProgressLine(isQuiet: output.json)
        defer { progress.close() }
        let reproduction = try await Interruption.guarding {
            try await Reproducer().reproduce(
                work.url, inputsIn: inputs.map(\.url), proof: proof?.url, cast: { try Cast(for: $0) },
                report: { progress.show($0) })
        }
        progress.close()
        if output.json {
            print(try JSONValue(encoding: reproduction).text(.indented), terminator: "")
        } else {
            for file in reproduction.files {
                print("\(file.isSame ? "same    " : "DIFFERS ") \(file.file)")
            }
            for line in reproduction.skipped { print("skipped  \(line)") }
            for line in reproduction.differences { print("cause    \(line)") }
        }
        if !reproduction.isSame { throw ExitCode.failure }
    }
}
