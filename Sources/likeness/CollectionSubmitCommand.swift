import ArgumentParser
import Collections
import Foundation
import Works

extension CollectionCommand {
    struct Submit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "submit",
            abstract: "Write what Slurm or Kubernetes needs to build a collection on many machines.",
            discussion: """
                EXAMPLES
                  likeness collection submit collection.yaml --slurm 8 --time 4:00:00 --mem 4G --run
                  likeness collection submit collection.yaml --slurm 8 --out build.sbatch
                  likeness collection submit collection.yaml --kubernetes 8 --image registry/likeness:0.1 --claim collection
                  likeness collection submit collection.yaml --kubernetes 8 --image registry/likeness:0.1 \\
                    --storage s3://studio/metamorphosis --storage-secret studio

                Every machine builds one shard of the plan. Shards that fail, run out of time or lose their machine begin
                again by themselves and go on where they were. The plan's folder is on a disk that all share (for Kubernetes
                the claim's), or in a store, where collection push has put it. Slurm's tasks write to ledger/logs. Nothing
                secret is written: secrets are named, and the cluster has them. docs/collections.md tells more.
                """)

        @Argument(help: "The plan, or its folder.", completion: .file())
        var plan: Path

        @Option(help: ArgumentHelp("Write a job array of so many tasks.", valueName: "shards"))
        var slurm: Int?

        @Option(help: ArgumentHelp("Write an Indexed Job of so many pods.", valueName: "shards"))
        var kubernetes: Int?

        @Flag(help: "Write the job that joins the shards in the end, in place of the one that builds them.")
        var merge = false

        @Option(help: "A file for it, in place of standard output.", completion: .file())
        var out: Path?

        @Flag(name: .customLong("run"), help: "Give it to Slurm at once, and the merge to follow.")
        var submits = false

        @Option(help: ArgumentHelp("Slurm's partition.", valueName: "name"))
        var partition: SchedulerValue?

        @Option(
            help: ArgumentHelp(
                "For one try of a shard, as Slurm writes it: 90 (minutes), 4:00:00, 2-12:00:00.", valueName: "time"))
        var time: TimeLimit?

        @Option(help: ArgumentHelp("Processor cores for a shard.", valueName: "count"))
        var cpusPerTask = 2

        @Option(help: ArgumentHelp("Memory for a shard: 4G, 512M.", valueName: "size"))
        var mem: MemorySize?

        @Option(help: ArgumentHelp("The most shards that are built at a time.", valueName: "count"))
        var maxParallel: Int?

        @Option(help: ArgumentHelp("How often a shard begins again.", valueName: "count"))
        var retries = 3

        @Option(help: ArgumentHelp("How often a work is tried in each run.", valueName: "count"))
        var attempts: Int?

        @Option(
            help: ArgumentHelp("An image with the command: for pods, or for apptainer under Slurm.", valueName: "image")
        )
        var image: SchedulerValue?

        @Option(help: ArgumentHelp("The command on the machines, where it is not on their PATH.", valueName: "path"))
        var program: String?

        @Option(
            help: ArgumentHelp("The PersistentVolumeClaim with the plan's folder (ReadWriteMany).", valueName: "name"))
        var claim: SchedulerValue?

        @Option(help: ArgumentHelp("The plan's folder in the claim, where that is not its root.", valueName: "path"))
        var claimFolder: SchedulerValue?

        @Option(
            help: ArgumentHelp("Where the machines find the collection, if on no disk of theirs.", valueName: "s3://…"))
        var storage: String?

        @Option(
            help: ArgumentHelp(
                "The Secret with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and what else the store needs.",
                valueName: "name"
            ))
        var storageSecret: SchedulerValue?

        @Option(help: ArgumentHelp("The Secret with the files of credentials init.", valueName: "name"))
        var credentialsSecret: SchedulerValue?

        @Flag(help: "Write over the file that is there.")
        var overwrite = false

        func validate() throws {
            guard (slurm == nil) != (kubernetes == nil) else {
                throw ValidationError("give either --slurm or --kubernetes, with how many shards.")
            }
            for (name, number, least) in [
                ("--slurm", slurm, 1), ("--kubernetes", kubernetes, 1), ("--cpus-per-task", cpusPerTask, 1),
                ("--max-parallel", maxParallel, 1), ("--retries", retries, 0), ("--attempts", attempts, 1),
            ] {
                guard number.map({ $0 >= least && $0 <= 100_000 }) ?? true else {
                    throw ValidationError("\(name): give a number from \(least) to 100000.")
                }
            }
            if kubernetes != nil {
                guard image != nil else { throw ValidationError("--kubernetes: needs --image, which has the command.") }
                guard (claim == nil) != (storage == nil) else {
                    throw ValidationError(
                        "--kubernetes: needs either --claim or --storage, where the pods find the plan.")
                }
                if claimFolder != nil, claim == nil {
                    throw ValidationError("--claim-folder: needs --claim beside it.")
                }
                if submits { throw ValidationError("--run: is for Slurm. Give what is written to kubectl apply -f -.") }
                if partition != nil { throw ValidationError("--partition: is for Slurm.") }
            } else if let (name, _) = [
                ("--claim", claim), ("--claim-folder", claimFolder), ("--storage-secret", storageSecret),
                ("--credentials-secret", credentialsSecret),
            ].first(where: { $0.1 != nil }) {
                throw ValidationError("\(name): is for Kubernetes.")
            }
            if let storage, storage.wholeMatch(of: #/s3://[A-Za-z0-9._-]+(/[^\s"'\\]*)?/#) == nil {
                throw ValidationError("--storage: \"\(storage)\" is no such address. Give one like s3://bucket/prefix.")
            }
            if submits, merge {
                throw ValidationError("--run and --merge: give one of the two; --run submits both jobs.")
            }
            if submits, out != nil { throw ValidationError("--run and --out: give one of the two.") }
        }

        func run() async throws {
            let collection = try PlannedCollection(contentsOf: plan.url)
            guard var build = ClusterBuild(collection, shards: slurm ?? kubernetes ?? 1) else { return }
            build.parallel = maxParallel
            build.cores = cpusPerTask
            build.memory = mem
            build.time = time
            build.retries = retries
            build.attempts = attempts
            build.storage = storage
            build.image = image
            if let program { build.program = program }
            if build.shards > collection.works.count {
                StandardError.write(
                    "likeness: \(build.shards) shards for \(collection.works.count) works: some have nothing to do.\n")
            }
            if slurm != nil {
                let array = SlurmArray(build, partition: partition)
                guard !submits else {
                    let jobs = try array.submit()
                    print(
                        "job \(jobs.array) builds \(build.shards) shards; job \(jobs.merge) joins them when all have ended."
                    )
                    return
                }
                try array.prepareLogs()
                try await write(merge ? array.mergeScript : array.script)
            } else if let image {
                var job = IndexedJob(build, image: image)
                job.claim = claim
                job.folder = claimFolder
                job.storageSecret = storageSecret
                job.credentialsSecret = credentialsSecret
                try await write(merge ? job.mergeManifest() : job.manifest())
            }
        }

        private func write(_ text: String) async throws {
            guard let out else {
                print(text, terminator: "")
                return
            }
            try await StagedFile.write(to: out.url, replacing: overwrite) { try Data(text.utf8).write(to: $0) }
        }
    }
}

extension SchedulerValue: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
    public var defaultValueDescription: String { text }
}

extension TimeLimit: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension MemorySize: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
