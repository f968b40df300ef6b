import Inference
import Synchronization

/// How long at least one run of a model was under way.
final class ModelClock: Sendable {
    private struct State {
        var busy = Duration.zero
        var runs = 0
        var start = ContinuousClock.now
    }

    private let state = Mutex(State())

    var seconds: Double { state.withLock { $0.busy.seconds } }

    /// Runs that overlap count once.
    func measure<Result>(_ work: () throws -> Result) rethrows -> Result {
        state.withLock {
            if $0.runs == 0 { $0.start = .now }
            $0.runs += 1
        }
        defer {
            state.withLock {
                $0.runs -= 1
                if $0.runs == 0 { $0.busy += ContinuousClock.now - $0.start }
            }
        }
        return try work()
    }
}

/// A model whose runs are timed.
struct TimedModel: Model {
    let model: any Model
    let clock: ModelClock

    var inputs: [TensorDescription] { model.inputs }
    var outputs: [TensorDescription] { model.outputs }

    func run(_ tensors: [Tensor]) throws -> [Tensor] {
        try clock.measure { try model.run(tensors) }
    }
}
