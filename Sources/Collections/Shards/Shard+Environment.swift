import Foundation

extension Shard {
    /// How many shards there are, where the scheduler does not tell its tasks: what `collection submit` sets.
    public static let countVariable = "LIKENESS_SHARD_COUNT"

    /// The shard that the process runs as, by what its scheduler has put into the environment; nil without a scheduler.
    ///
    /// Tasks of a Slurm array (`SLURM_ARRAY_TASK_ID`) may begin at any number and go by any step. Where
    /// `LIKENESS_SHARD_COUNT` is set their numbers are the shards', from 1, so that single tasks can be submitted again. Pods
    /// of a Kubernetes Job that is Indexed (`JOB_COMPLETION_INDEX`, from 0) are not told how many they are, and need it.
    /// - Throws: `CollectionError.unclearShard`, which names the variable: a task that built other works than its own would
    ///   be found too late.
    public static func current(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(CollectionError) -> Shard? {
        switch (environment[SlurmVariable.id.rawValue], environment[indexVariable]) {
        case (nil, nil):
            guard environment[countVariable] == nil else {
                throw .unclearShard(
                    asked: countVariable,
                    reason:
                        "is set, but neither \(SlurmVariable.id.rawValue) nor \(indexVariable) says which shard this "
                        + "is. Unset it for the whole collection, or give --shard.")
            }
            return nil
        case (_?, nil): return try slurm(environment)
        case (nil, _?): return try kubernetes(environment)
        case (_?, _?):
            throw .unclearShard(
                asked: indexVariable,
                reason:
                    "is set, and \(SlurmVariable.id.rawValue) too: two schedulers may mean two shards. Unset one, or "
                    + "give --shard.")
        }
    }

    private static let indexVariable = "JOB_COMPLETION_INDEX"

    private enum SlurmVariable: String {
        case id = "SLURM_ARRAY_TASK_ID"
        case least = "SLURM_ARRAY_TASK_MIN"
        case most = "SLURM_ARRAY_TASK_MAX"
        case step = "SLURM_ARRAY_TASK_STEP"
        case count = "SLURM_ARRAY_TASK_COUNT"
    }

    private static func slurm(_ environment: [String: String]) throws(CollectionError) -> Shard {
        func number(_ variable: SlurmVariable) throws(CollectionError) -> Int {
            try self.number(
                variable.rawValue, in: environment,
                absence: "is not set, though this is a task of a Slurm array. Submit it by sbatch --array.")
        }
        let id = try number(.id)
        if environment[countVariable] != nil {
            let count = try self.number(countVariable, in: environment, absence: "")
            guard let shard = Shard(index: id, count: count) else {
                throw .unclearShard(
                    asked: SlurmVariable.id.rawValue,
                    reason: "is \(id), but \(countVariable) is \(count): tasks go from 1 to \(count). "
                        + "Submit --array=1-\(max(count, 1)) or tasks of it.")
            }
            return shard
        }
        let (least, most, step) = (try number(.least), try number(.most), try number(.step))
        let count = try number(.count)
        guard step >= 1, most >= least, (most - least) / step + 1 == count else {
            throw .unclearShard(
                asked: SlurmVariable.count.rawValue,
                reason: "is \(count), but tasks \(least) to \(most) by steps of \(step) are "
                    + "\(step >= 1 && most >= least ? "\((most - least) / step + 1)" : "none"). Submit one whole range, such "
                    + "as --array=1-\(max(count, 1)), set \(countVariable), or give --shard.")
        }
        guard id >= least, (id - least) % step == 0, let shard = Shard(index: (id - least) / step + 1, count: count)
        else {
            throw .unclearShard(
                asked: SlurmVariable.id.rawValue,
                reason: "is \(id), which is none of the tasks \(least) to \(most) by steps of \(step). Give --shard.")
        }
        return shard
    }

    private static func kubernetes(_ environment: [String: String]) throws(CollectionError) -> Shard {
        let index = try number(indexVariable, in: environment, absence: "")
        let count = try number(
            countVariable, in: environment,
            absence:
                "is not set, and Kubernetes does not tell pods how many they are. Set it to the Job's completions, "
                + "as `likeness collection submit --kubernetes` does.")
        guard let shard = Shard(index: index + 1, count: count) else {
            throw .unclearShard(
                asked: indexVariable,
                reason: "is \(index), but \(countVariable) is \(count). Set \(countVariable) to the Job's completions.")
        }
        return shard
    }

    private static func number(
        _ variable: String, in environment: [String: String], absence: String
    ) throws(CollectionError) -> Int {
        guard let text = environment[variable] else {
            throw .unclearShard(asked: variable, reason: absence + " Or give --shard.")
        }
        guard let number = number(text) else {
            throw .unclearShard(asked: variable, reason: "is \"\(text)\", which is no whole number. Give --shard.")
        }
        return number
    }
}
