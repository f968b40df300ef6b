import Foundation

/// A collection that several machines are to build, each a shard, under any scheduler.
public struct ClusterBuild: Sendable, Equatable {
    /// The plan's file, on storage that every machine shares.
    public var plan: URL
    public var title: String
    /// At least 1.
    public var shards: Int
    /// What the scheduler calls it.
    public var name: SchedulerValue
    /// How many shards are built at a time; nil for as many as there is room for.
    public var parallel: Int?
    /// Processor cores for each.
    public var cores = 2
    public var memory: MemorySize?
    /// For one try of one shard: what is not done by then is done by the next try.
    public var time: TimeLimit?
    /// How often a shard is tried again after it failed or its time was up.
    public var retries = 3
    /// Tries of one work within one try of its shard; nil for the builder's own.
    public var attempts: Int?
    /// Where machines without a common disk find the collection, such as `s3://bucket/prefix`: what `collection push` has
    /// put there; nil for the plan's own folder.
    public var storage: String?
    /// A container's image that has the command.
    public var image: SchedulerValue?
    /// The command.
    public var program = "likeness"

    /// - Returns: nil when `shards` is below 1.
    public init?(_ collection: PlannedCollection, shards: Int) {
        guard shards >= 1, let name = SchedulerValue(SchedulerValue.jobName(for: collection.plan.title)) else {
            return nil
        }
        plan = collection.file
        title = collection.plan.title
        self.shards = shards
        self.name = name
    }

    /// What a task runs.
    /// - Parameter plan: where its machine finds the plan.
    func command(plan: String) -> [String] {
        // Said, not left to the builder: in a container it sees every core of its machine.
        let inFlight = ["--in-flight", String(cores + 1)]
        let words = [program, "collection", "build", storage ?? plan, "--keep-going"] + inFlight
        return words + (attempts.map { ["--attempts", String($0)] } ?? [])
    }

    /// What is run when all tasks have ended.
    func mergeCommand(plan: String) -> [String] {
        [program, "collection", "merge", storage ?? plan, "--shards", String(shards)]
    }

    /// The title on one line of a comment.
    var comment: String {
        title.split { $0.isNewline || $0.unicodeScalars.contains { $0.properties.generalCategory == .control } }
            .joined(separator: " ")
    }
}
