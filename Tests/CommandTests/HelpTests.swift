import Foundation
import Testing
import Works

@Suite("Help")
struct HelpTests {
    static let commands: [[String]] = [
        [], ["compose"], ["inspect"], ["frame"], ["upscale"], ["proof"], ["sheet"], ["models"], ["models", "list"],
        ["models", "pull"], ["models", "add"], ["models", "remove"], ["models", "verify"], ["doctor"], ["bench"],
        ["bench", "pipeline"], ["bench", "analysis"], ["bench", "upscale"], ["bench", "swap"], ["bench", "engines"],
        ["bench", "collection"], ["collection"], ["collection", "init"], ["collection", "check"],
        ["collection", "build"], ["collection", "status"], ["collection", "verify"], ["collection", "sheet"],
        ["collection", "submit"], ["collection", "merge"], ["collection", "push"], ["collection", "pull"],
        ["collection", "schema"], ["sheet", "works"],
        ["sheet", "upscalers"],
    ]

    @Test("the help of every command reads as agreed", arguments: commands)
    func help(_ command: [String]) throws {
        let outcome = try Binary.run(command + ["--help"])
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        try Snapshot.expect(outcome.output, named: (["help"] + command).joined(separator: "-"))
    }

    @Test("compose has a flag for every key of the recipe, and says what it takes")
    func flags() throws {
        let help = try Binary.run(["compose", "--help"], environment: ["COLUMNS": "100000"]).output
        for field in RecipeField.all {
            let flag = "--\(field.key.replacing("_", with: "-")) <value>"
            #expect(help.contains(flag), "\(flag)")
            #expect(help.contains("\(field.meaning) (\(field.accepts))"), "\(field.key)")
        }
    }

    @Test("completions are written for three shells", arguments: ["bash", "zsh", "fish"])
    func completions(_ shell: String) throws {
        let outcome = try Binary.run(["--generate-completion-script", shell])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("compose") && outcome.output.contains("shape-transfer"))
        // A recipe flag's words are offered; bash's script has no help in which they could stand.
        if shell == "bash" {
            #expect(outcome.output.contains("histogram_matching") && outcome.output.contains("multiband"))
        }
    }
}
