import Foundation
import Works

/// What the ledger knows of one work.
public struct LedgerEntry: Sendable, Equatable {
    public enum State: String, Sendable, Codable, CaseIterable {
        /// To be made, for the first time or again.
        case waiting
        /// Begun by a build that may live or not.
        case running
        /// There, made from what its key says.
        case done
        /// Given up after its last attempt.
        case failed
    }

    public var number: Int
    public var name: String
    /// What decided the bytes of the work that is there, or was last tried.
    public var key: WorkKey?
    public var state: State
    /// Since the work's key last changed.
    public var attempts: Int
    public var started: Date?
    public var finished: Date?
    /// What the last attempt took.
    public var seconds: Double?
    /// By stage of `WorkProgress`.
    public var stages: [String: Double]
    /// Why the last attempt failed.
    public var error: String?
    /// Who builds it, or built it: host, process and shard.
    public var owner: String?
    /// Of the work that is there.
    public var summary: WorkSummary?

    public init(number: Int, name: String) {
        self.number = number
        self.name = name
        state = .waiting
        attempts = 0
        stages = [:]
    }
}
