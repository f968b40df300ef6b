import Foundation
import Provenance
import Works

/// Why a collection cannot be planned, built or told of.
public enum CollectionError: Error, Sendable, Equatable {
    /// The plan's file cannot be read or is no JSON or YAML.
    case unreadable(file: String, reason: String)
    /// Everything that is wrong with a plan, in the order of its keys.
    case badPlan(file: String, problems: [PlanProblem])
    /// No plan can be begun in a folder. `reason` is a sentence that says why, and what to do.
    case cannotBegin(folder: String, reason: String)
    /// Another build of the same works goes on.
    case beingBuilt(name: String, owner: String)
    /// The ledger cannot be read or written.
    case ledger(file: String, reason: String)
    /// Works were asked for that the plan does not have.
    case noSuchWork(asked: String, hint: String)
    /// It cannot be told which shard is meant: `asked` names the option or the variable that is wrong.
    case unclearShard(asked: String, reason: String)
    /// Shards cannot be joined.
    case notMergeable(reason: String)
    /// A scheduler did not take what was submitted.
    case notSubmitted(program: String, reason: String)
    case cannotWrite(file: String, reason: String)
}

/// One thing that is wrong with a plan.
public struct PlanProblem: Error, Sendable, Equatable {
    public var path: JSONPath
    /// What is wrong, and what to do, in sentences.
    public var words: String

    public init(_ path: JSONPath, _ words: String) {
        self.path = path
        self.words = words
    }
}

extension CollectionError: WorkFailure {
    public var isBadInput: Bool {
        switch self {
        // A build that goes on ends, and then the same command is right.
        case .beingBuilt, .cannotWrite, .ledger, .notSubmitted: false
        default: true
        }
    }

    /// `file or key: what is wrong. What to do.`
    public var description: String {
        switch self {
        case .unreadable(let file, let reason):
            "\(file): \(reason)."
        case .badPlan(let file, let problems):
            problems.map { "\(file): \($0.path): \($0.words)" }.joined(separator: "\n")
        case .cannotBegin(let folder, let reason):
            "\(folder): \(reason)"
        case .beingBuilt(let name, let owner):
            "\(name): another build of it goes on (\(owner)). Wait until it is done, or stop it."
        case .ledger(let file, let reason):
            "\(file): \(reason). Check the folder's permissions and the free space; "
                + "a damaged ledger may be removed, works that are there are found again."
        case .noSuchWork(let asked, let hint):
            "\(asked): the plan has no such work. \(hint)"
        case .unclearShard(let asked, let reason):
            "\(asked): \(reason)"
        case .notMergeable(let reason):
            "ledger: \(reason)"
        case .notSubmitted(let program, let reason):
            "\(program): \(reason). Nothing runs."
        case .cannotWrite(let file, let reason):
            "\(file): cannot be written: \(reason). Check the folder's permissions and the free space."
        }
    }
}
