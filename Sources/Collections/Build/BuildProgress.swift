import Foundation

/// How far a build has come.
public struct BuildProgress: Sendable, Equatable {
    /// What has just happened to a work.
    public enum Event: Sendable, Equatable {
        case begun(number: Int, name: String)
        case made(number: Int, name: String, seconds: Double)
        /// - Parameter again: whether it is tried again.
        case failed(number: Int, name: String, reason: String, again: Bool)
    }

    public var event: Event
    /// Works that this run is to make, and what came of them so far.
    public var total: Int
    public var made: Int
    public var failed: Int
    /// Works in flight.
    public var running: Int
    /// Since the run began.
    public var elapsed: Duration

    /// Nil until a work is made.
    public var worksPerHour: Double? {
        let seconds = elapsed / .seconds(1)
        return made > 0 && seconds > 0 ? Double(made) / seconds * 3600 : nil
    }

    /// If it goes on as it went.
    public var remaining: Duration? {
        worksPerHour.map { .seconds(Double(total - made - failed) / $0 * 3600) }
    }
}

/// What a build came to.
public struct BuildSummary: Sendable, Equatable, Codable {
    public struct Failure: Sendable, Equatable, Codable {
        public var number: Int
        public var name: String
        public var reason: String
    }

    /// Works of the plan, or of the shard.
    public var planned: Int
    /// There already, made from the same.
    public var kept: Int
    /// There already, though the ledger did not know.
    public var found: Int
    public var made: Int
    /// Still to be made: left out by `only` or `limit`, or not begun after a failure.
    public var left: Int
    public var failures: [Failure]
    /// Identities that were prepared for them.
    public var identities: Int
    public var seconds: Double
    public var worksPerHour: Double?

    /// Whether every work of the plan is there.
    public var isComplete: Bool { left == 0 && failures.isEmpty }
}
