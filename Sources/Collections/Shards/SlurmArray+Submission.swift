import Foundation

extension SlurmArray {
    /// The jobs that Slurm made, by their numbers.
    public struct Jobs: Sendable, Equatable {
        public var array: String
        public var merge: String
    }

    /// Makes the folder of the tasks' output.
    /// - Throws: `CollectionError.cannotWrite`.
    public func prepareLogs() throws(CollectionError) {
        do {
            try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(file: "ledger/logs", reason: error.localizedDescription)
        }
    }

    /// Gives the array to Slurm, and a job that joins the ledgers once every task has ended, however it did.
    /// - Throws: `CollectionError.notSubmitted` with what sbatch said.
    public func submit() throws(CollectionError) -> Jobs {
        try prepareLogs()
        let array = try sbatch(script, [])
        do {
            return Jobs(array: array, merge: try sbatch(mergeScript, ["--dependency=afterany:\(array)"]))
        } catch {
            throw .notSubmitted(
                program: "sbatch", reason: "job \(array) is submitted, but not the one that joins its ledgers: \(error)"
            )
        }
    }

    /// Asks Slurm whether it would take the array, and submits nothing.
    /// - Throws: `CollectionError.notSubmitted` with what sbatch said.
    public func test() throws(CollectionError) {
        _ = try sbatch(script, ["--test-only"])
    }

    /// - Returns: the job's number.
    private func sbatch(_ script: String, _ arguments: [String]) throws(CollectionError) -> String {
        // A file, not a pipe: where sbatch is missing, writing to it would end this process.
        let file = FileManager.default.temporaryDirectory.appending(path: "likeness-sbatch-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["sbatch", "--parsable"] + arguments
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        let (answer, complaint): (Data, Data)
        do {
            try Data(script.utf8).write(to: file)
            process.standardInput = try FileHandle(forReadingFrom: file)
            try process.run()
            // Both are shorter than a pipe holds, so sbatch never waits for the second to be read.
            answer = try output.fileHandleForReading.readToEnd() ?? Data()
            complaint = try errors.fileHandleForReading.readToEnd() ?? Data()
        } catch {
            throw .notSubmitted(program: "sbatch", reason: error.localizedDescription)
        }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let words = String(decoding: complaint, as: UTF8.self).split(separator: "\n").joined(separator: "; ")
            let reason = process.terminationStatus == 127 ? "is not on the PATH: run this where Slurm is" : words
            throw .notSubmitted(program: "sbatch", reason: reason)
        }
        // `--parsable` prints `JOB` or `JOB;CLUSTER`.
        let words = String(decoding: answer, as: UTF8.self).split { $0 == ";" || $0.isWhitespace }
        return words.first.map(String.init) ?? ""
    }
}
