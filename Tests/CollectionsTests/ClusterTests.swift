import Collections
import Foundation
import Oracles
import Testing
import Works

@Suite("Scripts and manifests for clusters") struct ClusterTests {
    /// - Parameter folder: of the plan, which need not be there.
    private func build(
        _ shards: Int = 8, title: String = "Metamorphosis", in folder: String = "/data/it's 100 % \"here\""
    ) throws
        -> ClusterBuild
    {
        let plan = CollectionPlan(title: title, sources: [], targets: [], pairing: .product)
        let file = URL(filePath: folder).appending(path: "collection.yaml")
        return try #require(ClusterBuild(PlannedCollection(plan: plan, file: file, works: []), shards: shards))
    }

    private func full() throws -> ClusterBuild {
        var build = try build(title: "Verwandlung: 变形记\n#SBATCH --uid=0\n$(touch /tmp/x)")
        build.parallel = 4
        build.cores = 4
        build.memory = MemorySize("6G")
        build.time = TimeLimit("1-02:30:00")
        build.retries = 5
        build.attempts = 2
        build.image = SchedulerValue("registry.example/studio/likeness:0.1@sha256:abc")
        return build
    }

    // MARK: Values

    @Test("times and sizes are read as Slurm reads them")
    func values() {
        for (text, seconds) in [
            ("90", 5400), ("90:30", 5430), ("4:00:00", 14_400), ("2-12", 216_000), ("2-12:30", 217_800), ("0-0:0:1", 1),
        ] {
            #expect(TimeLimit(text)?.seconds == seconds, "\(text)")
        }
        for text in ["", "0", "-5", "1:2:3:4", "1-", "-1", "1-2-3", "4h", "1:", "infinite", "99999999999"] {
            #expect(TimeLimit(text) == nil, "\(text)")
        }
        for (text, mebibytes) in [("4G", 4096), ("512M", 512), ("2048", 2048), ("1Ti", 1 << 20), ("3Gi", 3072)] {
            #expect(MemorySize(text)?.mebibytes == mebibytes, "\(text)")
        }
        for text in ["", "G", "0G", "4GB", "-4G", "4.5G", "4 G"] { #expect(MemorySize(text) == nil, "\(text)") }
        for text in ["", "-x", "a b", "a\n#SBATCH --uid=0", "$(id)", "a;b", "\"", "é"] {
            #expect(SchedulerValue(text) == nil, "\(text)")
        }
        #expect(SchedulerValue.jobName(for: "Metamorphosis, No. 1") == "likeness-metamorphosis-no-1")
        #expect(SchedulerValue.jobName(for: "变形记") == "likeness")
        #expect(SchedulerValue.jobName(for: String(repeating: "long ", count: 30)).count <= 40)
    }

    // MARK: Slurm

    @Test("what sbatch reads is what was asked for, whatever the title and the paths are")
    func directives() throws {
        let script = SlurmArray(try full(), partition: SchedulerValue("gpu,cpu")).script
        let directives = script.split(separator: "\n").filter { $0.hasPrefix("#SBATCH ") }.map { $0.dropFirst(8) }
        for line in [
            "--job-name=likeness-verwandlung-sbatch-uid-0-touch", "--array=1-8%4", "--cpus-per-task=4", "--mem=6144M",
            "--time=1-02:30:00", "--partition=gpu,cpu", "--requeue", "--open-mode=append", "--signal=TERM@60",
            #"--output="/data/it's 100 %% \"here\"/ledger/logs/shard-%a-of-8.log""#,
        ] {
            #expect(directives.contains { $0 == line }, "\(line) in \(directives)")
        }
        #expect(directives.count == 11 && !script.contains("\n$(touch"))
        #expect(script.contains("export LIKENESS_SHARD_COUNT=8\n"))
    }

    @Test("bash and shellcheck find nothing wrong with the scripts", .enabled(if: Program.isHere("shellcheck")))
    func shellcheck() throws {
        for array in [SlurmArray(try build()), SlurmArray(try full(), partition: SchedulerValue("main"))] {
            for script in [array.script, array.mergeScript] {
                let bash = try Program.run("bash", ["-n"], reading: script)
                #expect(bash.status == 0, "\(bash.output)")
                let shellcheck = try Program.run(
                    "shellcheck", ["--shell=bash", "--severity=style", "-"], reading: script)
                #expect(shellcheck.status == 0, "\(shellcheck.output)\n\(script)")
            }
        }
    }

    @Test(
        "a task builds its shard, and begins again by itself when it should",
        arguments: [
            // What the build ends with, how often it has begun before, and what becomes of the task.
            // 130: its time was up, 137: its memory was.
            (0, 0, 0, false), (1, 0, 1, true), (1, 3, 1, false), (2, 0, 2, false), (130, 0, 1, true), (137, 1, 1, true),
        ])
    func task(ending: Int, restarts: Int, status: Int, isRequeued: Bool) throws {
        let bench = try SlurmStandIn(build: "exit \(ending)")
        let task = try bench.run(SlurmArray(try build(in: "/data/my plan")).script, restarts: restarts)
        #expect(task.status == status, "\(task.output)")
        #expect(bench.calls("scontrol") == (isRequeued ? ["requeue 70_3"] : []))
        #expect(
            bench.calls("srun") == [
                "--ntasks=1 --cpus-per-task=2 likeness collection build /data/my plan/collection.yaml --keep-going --in-flight 3"
            ])
        #expect(task.output.contains("shard 3/8: run \(restarts + 1) of job 77 on node1"))
    }

    @Test("a cancelled task ends once its build has, and does not begin again")
    func cancelled() throws {
        // As scancel does: the script is told, then the build ends.
        let bench = try SlurmStandIn(build: "kill -TERM $PPID; echo cleared away; exit 130")
        let task = try bench.run(SlurmArray(try build(in: "/data")).script, restarts: 0)
        #expect(task.status == 130 && task.output.contains("cleared away"), "\(task.output)")
        #expect(task.output.contains("ended with 130, cancelled") && bench.calls("scontrol").isEmpty)
    }

    // MARK: Kubernetes

    private func jobs() throws -> [IndexedJob] {
        let image = try #require(SchedulerValue("registry.example/likeness:0.1"))
        var plain = IndexedJob(try build(), image: image)
        plain.claim = SchedulerValue("collection")
        var claimed = IndexedJob(try full(), image: image)
        claimed.claim = SchedulerValue("collection")
        claimed.folder = SchedulerValue("studio/verwandlung")
        claimed.credentialsSecret = SchedulerValue("studio-credentials")
        var build = try full()
        build.storage = "s3://studio/verwandlung"
        var stored = IndexedJob(build, image: image)
        stored.storageSecret = SchedulerValue("studio-storage")
        return [plain, claimed, stored]
    }

    @Test(
        "the published schema of Kubernetes has every key of the manifests, of its kind",
        .enabled(if: Oracle.isAvailable, Comment(rawValue: Oracle.absence)))
    func schema() async throws {
        for job in try jobs() {
            for manifest in [try job.manifest(), try job.mergeManifest()] {
                let answer = try await Oracle.run(
                    script: "kubernetes_manifest.py", arguments: ["1.29", "1.33", "1.37"], stdin: Data(manifest.utf8))
                #expect(answer.starts(with: Data("{".utf8)))
            }
        }
        // It can fail: a key that the schema has not, a number where it wants a text.
        for (old, new) in [("completions:", "completionz:"), ("name: \"HOME\"", "name: 5")] {
            let broken = try jobs()[0].manifest().replacing(old, with: new)
            await #expect(throws: OracleError.self, "\(new)") {
                try await Oracle.run(
                    script: "kubernetes_manifest.py", arguments: ["1.33"], stdin: Data(broken.utf8))
            }
        }
    }

    @Test(
        "pods are told their shard, run as nobody in particular, and hold nothing secret",
        .enabled(if: Oracle.isAvailable, Comment(rawValue: Oracle.absence)))
    func pods() async throws {
        for job in try jobs() {
            let json = try await Oracle.run(
                script: "kubernetes_manifest.py", arguments: ["1.33"], stdin: Data(try job.manifest().utf8))
            let manifest = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
            let specification = try #require(manifest["spec"] as? [String: Any])
            #expect(
                specification["completionMode"] as? String == "Indexed" && specification["completions"] as? Int == 8)
            #expect(specification["parallelism"] as? Int == job.build.parallel ?? 8)
            #expect(specification["backoffLimitPerIndex"] as? Int == job.build.retries)
            let template = try #require(specification["template"] as? [String: Any])
            let pod = try #require(template["spec"] as? [String: Any])
            #expect(pod["restartPolicy"] as? String == "Never")
            #expect((pod["securityContext"] as? [String: Any])?["runAsNonRoot"] as? Bool == true)
            #expect(pod["activeDeadlineSeconds"] as? Int == job.build.time?.seconds)
            let container = try #require((pod["containers"] as? [[String: Any]])?.first)
            let environment = try #require(container["env"] as? [[String: String]])
            #expect(environment.contains(["name": "LIKENESS_SHARD_COUNT", "value": "8"]))
            // Secrets come by name alone.
            #expect(environment.allSatisfy { $0["name"]?.hasPrefix("AWS_") == false })
            #expect((container["envFrom"] != nil) == (job.storageSecret != nil))
            let plan = job.build.storage ?? "/collection/collection.yaml"
            let command = try #require(container["command"] as? [String])
            #expect(command.starts(with: ["likeness", "collection", "build", plan, "--keep-going"]))
            let volumes = try #require(pod["volumes"] as? [[String: Any]])
            #expect(volumes.contains { $0["persistentVolumeClaim"] != nil } == (job.claim != nil))
        }
    }
}
