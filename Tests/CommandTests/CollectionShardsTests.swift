import Foundation
import Testing

@Suite("collection submit, collection merge") struct CollectionShardsTests {
    /// A folder with a plan over the examples.
    private func collection() throws -> Folder {
        let folder = try Folder()
        for name in ["ana.webp", "ben.webp"] {
            try FileManager.default.copyItem(atPath: Folder.example(name), toPath: folder(name).path)
        }
        let plan =
            "title: Two faces\nsources: [ana.webp, ben.webp]\ntargets: [ana.webp, ben.webp]\npairing: {mode: product}\n"
        try Data(plan.utf8).write(to: folder("collection.yaml"))
        return folder
    }

    @Test("submit writes a script that bash reads, into the file and with the folder that it needs")
    func slurm() throws {
        let folder = try collection()
        let script = folder("build.sbatch")
        let submit = ["collection", "submit", folder("collection.yaml").path, "--slurm", "4"]
        let outcome = try Binary.run(submit + ["--time", "4:00:00", "--mem", "4G", "--out", script.path])
        #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.errors)")
        _ = try Oracle.run("bash", ["-n", script.path])
        let text = try String(contentsOf: script, encoding: .utf8)
        #expect(text.contains("#SBATCH --array=1-4\n") && text.contains("#SBATCH --mem=4096M\n"))
        #expect(FileManager.default.fileExists(atPath: folder("ledger/logs").path))
        let again = try Binary.run(submit + ["--out", script.path])
        #expect(again.status == 2 && again.errors.contains("--overwrite"))
        let printed = try Binary.run(submit + ["--merge"])
        #expect(printed.status == 0 && printed.output.contains("collection merge"))
    }

    @Test("submit --run says so where there is no Slurm, and submits nothing")
    func noSlurm() throws {
        let folder = try collection()
        let outcome = try Binary.run(
            ["collection", "submit", folder("collection.yaml").path, "--slurm", "2", "--run"],
            environment: ["PATH": "/nowhere"])
        #expect(outcome.status == 1 && outcome.errors.contains("sbatch"), "\(outcome.errors)")
    }

    @Test(
        "submit refuses what no scheduler takes, by the option's name",
        arguments: [
            (["--slurm", "0"], "--slurm"), (["--slurm", "4", "--kubernetes", "4"], "either"), ([], "either"),
            (["--slurm", "4", "--partition", "a b"], "--partition"), (["--slurm", "4", "--time", "4h"], "--time"),
            (["--slurm", "4", "--mem", "4GB"], "--mem"), (["--slurm", "4", "--claim", "x"], "--claim"),
            (["--kubernetes", "4", "--claim", "x"], "--image"), (["--kubernetes", "4", "--image", "x"], "--claim"),
            (["--kubernetes", "4", "--image", "x", "--storage", "http://x"], "--storage"),
            (["--kubernetes", "4", "--image", "x", "--claim", "x", "--run"], "--run"),
        ])
    func refused(options: [String], words: String) throws {
        let folder = try collection()
        let outcome = try Binary.run(["collection", "submit", folder("collection.yaml").path] + options)
        #expect(outcome.status == 2 && outcome.output.isEmpty && outcome.errors.contains(words), "\(outcome.errors)")
    }

    @Test("submit writes a manifest")
    func kubernetes() throws {
        let folder = try collection()
        let outcome = try Binary.run(
            [
                "collection", "submit", folder.url.path, "--kubernetes", "4", "--image", "registry/likeness:0.1",
                "--claim", "faces",
            ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("completionMode: Indexed") && outcome.output.contains("claimName: \"faces\""))
    }

    @Test("merge says that no shard was built, and what to do")
    func nothing() throws {
        let folder = try collection()
        let outcome = try Binary.run(["collection", "merge", folder("collection.yaml").path])
        #expect(outcome.status == 2 && outcome.errors.contains("--shard 1/2"), "\(outcome.errors)")
    }
}
