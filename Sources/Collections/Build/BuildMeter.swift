import Synchronization
import Works

/// Counts what comes of the works of a run and tells a listener.
final class BuildMeter: Sendable {
    private struct Count {
        var (made, failed, running) = (0, 0, 0)
    }

    private let total: Int
    private let listener: @Sendable (BuildProgress) -> Void
    private let start = ContinuousClock.now
    private let count = Mutex(Count())

    init(total: Int, listener: @escaping @Sendable (BuildProgress) -> Void) {
        self.total = total
        self.listener = listener
    }

    func begun(_ work: PlannedWork) {
        tell(.begun(number: work.number, name: work.name)) { $0.running += 1 }
    }

    func made(_ work: PlannedWork, seconds: Double) {
        tell(.made(number: work.number, name: work.name, seconds: seconds)) {
            $0.running -= 1
            $0.made += 1
        }
    }

    func failed(_ work: PlannedWork, reason: String, again: Bool) {
        tell(.failed(number: work.number, name: work.name, reason: reason, again: again)) {
            // One that could not even be begun was never counted as running.
            $0.running = max(0, $0.running - 1)
            if !again { $0.failed += 1 }
        }
    }

    private func tell(_ event: BuildProgress.Event, _ change: (inout Count) -> Void) {
        // The listener is called under the lock: reports arrive one at a time and in order.
        count.withLock { count in
            change(&count)
            listener(
                BuildProgress(
                    event: event, total: total, made: count.made, failed: count.failed, running: count.running,
                    elapsed: ContinuousClock.now - start))
        }
    }
}

/// How long each stage of one work took, from one report to the next.
final class StageClock: Sendable {
    private struct State {
        var seconds: [String: Double] = [:]
        var stage: (name: String, since: ContinuousClock.Instant)?
    }

    private let state = Mutex(State())

    func note(_ stage: WorkProgress.Stage) {
        state.withLock { state in
            guard state.stage?.name != stage.rawValue else { return }
            Self.settle(&state)
            state.stage = (stage.rawValue, .now)
        }
    }

    /// By the stages' names, to a millisecond.
    var seconds: [String: Double] {
        state.withLock { state in
            Self.settle(&state)
            return state.seconds.mapValues { ($0 * 1000).rounded() / 1000 }
        }
    }

    private static func settle(_ state: inout State) {
        guard let stage = state.stage else { return }
        state.seconds[stage.name, default: 0] += (ContinuousClock.now - stage.since) / .seconds(1)
        state.stage = (stage.name, .now)
    }
}
