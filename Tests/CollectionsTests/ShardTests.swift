import Collections
import Testing

@Suite("Shards") struct ShardTests {
    private static func slurm(_ id: Int, _ least: Int, _ most: Int, _ step: Int, _ count: Int) -> [String: String] {
        [
            "SLURM_ARRAY_TASK_ID": "\(id)", "SLURM_ARRAY_TASK_MIN": "\(least)", "SLURM_ARRAY_TASK_MAX": "\(most)",
            "SLURM_ARRAY_TASK_STEP": "\(step)", "SLURM_ARRAY_TASK_COUNT": "\(count)",
        ]
    }

    /// The variable that an error names.
    private func complaint(_ environment: [String: String]) -> String? {
        do {
            _ = try Shard.current(environment: environment)
            return nil
        } catch CollectionError.unclearShard(let asked, _) {
            return asked
        } catch {
            return "\(error)"
        }
    }

    @Test("shards of any count share out every work, once, in parts that differ by one at most")
    func partition() {
        for total in [0, 1, 5, 36, 10_000] {
            for count in [1, 2, 3, 7, 64] {
                let shards = (1...count).compactMap { Shard(index: $0, count: count) }
                let parts = shards.map { $0.positions(of: total) }
                #expect(parts.flatMap { Array($0) } == Array(0..<total))
                #expect((parts.map(\.count).max() ?? 0) - (parts.map(\.count).min() ?? 0) <= 1)
            }
        }
    }

    @Test("3/8 is read, and nothing that only looks like it")
    func text() throws {
        #expect(try Shard(parsing: "3/8") == Shard(index: 3, count: 8))
        for text in [
            "", "3", "0/8", "9/8", "3/0", "3/", "/8", "3/8/1", " 3/8", "-3/8", "+3/8", "3.0/8", "٣/8", "1/99999999999",
        ] {
            #expect(throws: CollectionError.self, "\(text)") { try Shard(parsing: text) }
        }
    }

    @Test(
        "tasks of a Slurm array of any base and step are the shards 1 to count, each once",
        arguments: [
            (0, 1), (1, 1), (5, 1), (0, 2), (1, 3), (100, 7),
        ])
    func slurm(base: Int, step: Int) throws {
        for count in [1, 2, 5, 8] {
            let most = base + (count - 1) * step
            let shards = try stride(from: base, through: most, by: step).map {
                try Shard.current(environment: Self.slurm($0, base, most, step, count))
            }
            #expect(shards == (1...count).map { Shard(index: $0, count: count) })
        }
        // Slurm may tell the end of the range as it was asked for: --array=0-7:2 has 0, 2, 4, 6.
        #expect(try Shard.current(environment: Self.slurm(4, 0, 7, 2, 4)) == Shard(index: 3, count: 4))
    }

    @Test("a Slurm array that does not tell its shard is refused by the variable that is at fault")
    func brokenSlurm() {
        for missing in [
            "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_MAX", "SLURM_ARRAY_TASK_STEP", "SLURM_ARRAY_TASK_COUNT",
        ] {
            var environment = Self.slurm(2, 1, 4, 1, 4)
            environment[missing] = nil
            #expect(complaint(environment) == missing)
            environment[missing] = "four"
            #expect(complaint(environment) == missing)
        }
        // --array=1,4: two tasks, which are no two halves of anything.
        #expect(complaint(Self.slurm(4, 1, 4, 1, 2)) == "SLURM_ARRAY_TASK_COUNT")
        #expect(complaint(Self.slurm(1, 1, 4, 0, 4)) == "SLURM_ARRAY_TASK_COUNT")
        #expect(complaint(Self.slurm(3, 4, 1, 1, 4)) == "SLURM_ARRAY_TASK_COUNT")
        #expect(complaint(Self.slurm(0, 1, 4, 1, 4)) == "SLURM_ARRAY_TASK_ID")
        #expect(complaint(Self.slurm(3, 0, 6, 2, 4)) == "SLURM_ARRAY_TASK_ID")
        #expect(complaint(Self.slurm(5, 1, 4, 1, 4)) == "SLURM_ARRAY_TASK_ID")
        #expect(complaint(["SLURM_ARRAY_TASK_ID": ""]) == "SLURM_ARRAY_TASK_ID")
    }

    @Test("single tasks of a submitted array keep their shards")
    func again() throws {
        var environment = Self.slurm(5, 3, 5, 2, 2)
        environment["LIKENESS_SHARD_COUNT"] = "8"
        #expect(try Shard.current(environment: environment) == Shard(index: 5, count: 8))
        environment["LIKENESS_SHARD_COUNT"] = "4"
        #expect(complaint(environment) == "SLURM_ARRAY_TASK_ID")
        environment["LIKENESS_SHARD_COUNT"] = ""
        #expect(complaint(environment) == "LIKENESS_SHARD_COUNT")
    }

    @Test("pods of an Indexed Job are the shards from 1, when they are told how many there are")
    func kubernetes() throws {
        for index in 0..<8 {
            let environment = ["JOB_COMPLETION_INDEX": "\(index)", "LIKENESS_SHARD_COUNT": "8"]
            #expect(try Shard.current(environment: environment) == Shard(index: index + 1, count: 8))
        }
        #expect(complaint(["JOB_COMPLETION_INDEX": "0"]) == "LIKENESS_SHARD_COUNT")
        #expect(complaint(["JOB_COMPLETION_INDEX": "8", "LIKENESS_SHARD_COUNT": "8"]) == "JOB_COMPLETION_INDEX")
        #expect(complaint(["JOB_COMPLETION_INDEX": "-1", "LIKENESS_SHARD_COUNT": "8"]) == "JOB_COMPLETION_INDEX")
        #expect(complaint(["JOB_COMPLETION_INDEX": "0", "LIKENESS_SHARD_COUNT": "0"]) == "JOB_COMPLETION_INDEX")
    }

    @Test("no scheduler means no shard; two of them, or a count alone, are refused")
    func schedulers() throws {
        #expect(try Shard.current(environment: ["SLURM_JOB_ID": "7", "KUBERNETES_SERVICE_HOST": "10.0.0.1"]) == nil)
        var environment = Self.slurm(1, 1, 4, 1, 4)
        environment["JOB_COMPLETION_INDEX"] = "0"
        #expect(complaint(environment) == "JOB_COMPLETION_INDEX")
        #expect(complaint(["LIKENESS_SHARD_COUNT": "8"]) == "LIKENESS_SHARD_COUNT")
    }
}
