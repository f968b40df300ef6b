import Synchronization

/// How far a work has come.
public struct WorkProgress: Sendable, Equatable {
    /// The parts of the road, in order.
    public enum Stage: String, Sendable, CaseIterable {
        case open, analyse, prepare, swap, frame, upscale, resize, deliver, sign
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
    private func weight(of stage: WorkProgress.Stage) -> Double {
        let rest = upscales ? 1 - Self.upscaling : 1
        return switch stage {
        case .open: 0.06 * rest
        case .analyse: 0.02 * rest
        case .prepare: 0.05 * rest
        case .swap: 0.12 * rest
        case .frame: 0
        case .upscale: 1 - rest
        case .resize: 0.05 * rest
        case .deliver: 0.64 * rest
        case .sign: 0.06 * rest
        }
    }

    /// Share of the time that a network takes which enlarges the picture.
    private static let upscaling = 0.9

    /// Before this share is done an estimate would only jump.
    private static let firstEstimate = 0.05

    private let upscales: Bool
    private let listener: @Sendable (WorkProgress) -> Void
    private let start: ContinuousClock.Instant
    private let fraction = Mutex(0.0)

    /// - Parameter upscales: whether a network enlarges the picture.
    init(upscales: Bool = false, listener: @escaping @Sendable (WorkProgress) -> Void) {
        self.upscales = upscales
        self.listener = listener
        start = .now
    }

    /// Says that the `part` (0…1) of a stage is done.
    func report(_ stage: WorkProgress.Stage, _ part: Double) {
        let before = WorkProgress.Stage.allCases.prefix { $0 != stage }.map(weight).reduce(0, +)
        let now = min(1, before + weight(of: stage) * part)
        // The listener is called under the lock: reports arrive one at a time and in order.
        fraction.withLock { fraction in
            fraction = max(fraction, now)
            let elapsed = ContinuousClock.now - start
            let remaining = fraction >= Self.firstEstimate ? elapsed * ((1 - fraction) / fraction) : nil
            listener(WorkProgress(stage: stage, fraction: fraction, remaining: remaining))
        }
    }
}
