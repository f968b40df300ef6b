import Synchronization

/// How far a work has come.
public struct WorkProgress: Sendable, Equatable {
    /// The parts of the road, in order.
    public enum Stage: String, Sendable, CaseIterable {
        case open, analyse, prepare, swap, resize, deliver
    }

    public var stage: Stage
    /// Share of the whole work that is done, 0…1; never falls.
    public var fraction: Double
    /// Time that the rest will take if it goes on as it went; nil until there is something to go by.
    public var remaining: Duration?
}

/// Adds up the stages' parts and tells a listener.
final class ProgressMeter: Sendable {
    /// What each stage takes of the time of a usual work (24 megapixels, one face), measured with `likeness bench`.
    private static func weight(of stage: WorkProgress.Stage) -> Double {
        switch stage {
        case .open: 0.06
        case .analyse: 0.02
        case .prepare: 0.05
        case .swap: 0.12
        case .resize: 0.05
        case .deliver: 0.70
        }
    }

    /// Before this share is done an estimate would only jump.
    private static let firstEstimate = 0.05

    private let listener: @Sendable (WorkProgress) -> Void
    private let start: ContinuousClock.Instant
    private let fraction = Mutex(0.0)

    init(listener: @escaping @Sendable (WorkProgress) -> Void) {
        self.listener = listener
        start = .now
    }

    /// Says that the `part` (0…1) of a stage is done.
    func report(_ stage: WorkProgress.Stage, _ part: Double) {
        let before = WorkProgress.Stage.allCases.prefix { $0 != stage }.map(Self.weight).reduce(0, +)
        let now = min(1, before + Self.weight(of: stage) * part)
        // The listener is called under the lock: reports arrive one at a time and in order.
        fraction.withLock { fraction in
            fraction = max(fraction, now)
            let elapsed = ContinuousClock.now - start
            let remaining = fraction >= Self.firstEstimate ? elapsed * ((1 - fraction) / fraction) : nil
            listener(WorkProgress(stage: stage, fraction: fraction, remaining: remaining))
        }
    }
}
