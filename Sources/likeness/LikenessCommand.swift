import ArgumentParser
import Foundation
import Works

@main
struct LikenessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: Tool.name,
        abstract: "Face composites that deserve to be collected.",
        discussion: """
            EXAMPLES
              likeness compose --source ana.jpg --target street.tif --out work
              likeness inspect street.tif --draw faces.png
              likeness verify work
              likeness doctor

            EXIT CODES
              0 done · 1 failed while working · 2 bad input or usage · 130 interrupted

            COMPLETIONS
              likeness --generate-completion-script bash > ~/.local/share/bash-completion/completions/likeness
              (zsh and fish likewise)
            """,
        version: Tool.signature,
        subcommands: [
            ComposeCommand.self, InspectCommand.self, FrameCommand.self, UpscaleCommand.self, ProofCommand.self,
            CollectionCommand.self, SheetCommand.self, VerifyCommand.self, ReproduceCommand.self, RightsCommand.self,
            CredentialsCommand.self,
            ModelsCommand.self, DoctorCommand.self, BenchCommand.self,
        ])

    static func main() async {
        // A file at its size limit is a write that fails, with a message, not the end of the process.
        signal(SIGXFSZ, SIG_IGN)
        do {
            var command = try parseAsRoot(Array(CommandLine.arguments.dropFirst()).withIndicesJoined)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            Complaint(error).exit()
        }
    }
}
