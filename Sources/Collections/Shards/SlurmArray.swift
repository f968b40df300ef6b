import Foundation

/// A collection as a job array of Slurm, a task for each shard.
///
/// `script` holds all that `sbatch` has to know. Its tasks begin again by themselves after a node failed (`--requeue`), after
/// a build that failed or when their time is up, and go on where they were: finished works are never made twice.
/// - SeeAlso: the manual pages of sbatch, srun and scontrol, Slurm 22.05.
public struct SlurmArray: Sendable, Equatable {
    public var build: ClusterBuild
    public var partition: SchedulerValue?

    public init(_ build: ClusterBuild, partition: SchedulerValue? = nil) {
        self.build = build
        self.partition = partition
    }

    /// How long before the end of its time a task is told so, in seconds: enough to leave nothing half-made.
    static let warning = 60

    /// Where the tasks' output goes. Slurm makes no folders: without it a task would fail and not say why.
    public var logs: URL { build.plan.deletingLastPathComponent().appending(path: "ledger/logs") }

    /// A bash script for `sbatch`.
    public var script: String {
        let (count, plan) = (build.shards, build.plan.path)
        let range = "1-\(count)" + (build.parallel.map { "%\($0)" } ?? "")
        return """
            #!/usr/bin/env bash
            # \(build.comment): \(count) \(count == 1 ? "shard" : "shards"), a task for each, that build it together.
            #
            #   sbatch FILE                  every shard
            #   sbatch --array=3 FILE        one of them again
            #   \(ShellWord.line(build.mergeCommand(plan: plan)))
            #                                when all have ended: joins their ledgers, tells what is missing
            #SBATCH --job-name=\(build.name)
            #SBATCH --array=\(range)
            \(resources(cores: build.cores, memory: build.memory, time: build.time).joined(separator: "\n"))
            #SBATCH --output=\(outputPattern("shard-%a-of-\(count).log"))
            #SBATCH --open-mode=append
            #SBATCH --requeue
            #SBATCH --signal=TERM@\(Self.warning)
            set -euo pipefail

            # Task numbers are shards' numbers, also when only some of them are submitted.
            export \(Shard.countVariable)=\(count)
            retries=\(build.retries)
            attempt=${SLURM_RESTART_COUNT:-0}
            say() { printf '%s shard %s/%s: %s\\n' "$(date +%FT%T)" "$SLURM_ARRAY_TASK_ID" "$\(Shard.countVariable)" "$*"; }

            # scancel sends TERM to the build and to this script; \(Self.warning) s before the time is up the build alone gets it.
            cancelled=""
            trap 'cancelled=yes' TERM INT

            say "run $((attempt + 1)) of job $SLURM_JOB_ID on ${SLURMD_NODENAME:-$HOSTNAME}"
            status=0
            srun --ntasks=1 --cpus-per-task=\(build.cores) \(ShellWord.line(launcher + build.command(plan: plan))) || status=$?
            say "ended with ${status}${cancelled:+, cancelled}"

            if [[ -n "$cancelled" ]]; then exit 130; fi
            # 2: the plan or the pictures are at fault, and stay so.
            if [[ "$status" == 0 || "$status" == 2 ]]; then exit "$status"; fi
            if ((attempt < retries)); then
                say "goes on in another run"
                # Not the job's own number: the last task's is the whole array's.
                scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"
                sleep 60 # Slurm ends it before.
            fi
            say "given up after $((attempt + 1)) runs"
            exit 1

            """
    }

    /// A bash script for `sbatch --dependency=afterany:…`, which joins what the tasks have done.
    public var mergeScript: String {
        """
        #!/usr/bin/env bash
        # \(build.comment): joins the ledgers of \(build.shards) \(build.shards == 1 ? "shard" : "shards") and tells what is missing.
        #
        #   sbatch --dependency=afterany:JOB FILE
        #SBATCH --job-name=\(build.name)-merge
        \(resources(cores: 1, memory: nil, time: nil).joined(separator: "\n"))
        #SBATCH --output=\(outputPattern("merge.log"))
        #SBATCH --open-mode=append
        set -euo pipefail
        exec \(ShellWord.line(launcher + build.mergeCommand(plan: build.plan.path)))

        """
    }

    // MARK: -

    private func resources(cores: Int, memory: MemorySize?, time: TimeLimit?) -> [String] {
        var lines = ["--ntasks=1", "--cpus-per-task=\(cores)"]
        if let memory { lines.append("--mem=\(memory.mebibytes)M") }
        if let time { lines.append("--time=\(time.slurm)") }
        if let partition { lines.append("--partition=\(partition)") }
        return lines.map { "#SBATCH " + $0 }
    }

    /// Runs the command within the image, where there is one.
    private var launcher: [String] {
        guard let image = build.image else { return [] }
        let folder = build.plan.deletingLastPathComponent().path
        return ["apptainer", "exec", "--bind", folder, image.text]
    }

    /// A path in which Slurm fills nothing but what the name has.
    private func outputPattern(_ name: String) -> String {
        let folder = logs.path.replacing("%", with: "%%").replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(folder)/\(name)\""
    }
}
