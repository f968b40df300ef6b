import Inference
import Synchronization

/// A model that keeps what it is given.
final class WatchedModel: Model {
    private let model: any Model
    private let seen = Mutex<[[String: Tensor]]>([])

    init(_ model: any Model) { self.model = model }

    var inputs: [TensorDescription] { model.inputs }
    var outputs: [TensorDescription] { model.outputs }
    var given: [[String: Tensor]] { seen.withLock { $0 } }

    func run(_ tensors: [Tensor]) throws -> [Tensor] {
        seen.withLock {
            $0.append(Dictionary(uniqueKeysWithValues: zip(model.inputs.map(\.name), tensors)))
        }
        return try model.run(tensors)
    }
}

/// A model of any shape that answers with a function of what it is given.
struct StubModel: Model {
    var inputs: [TensorDescription]
    var outputs: [TensorDescription] = []
    var answer: @Sendable ([Tensor]) -> [Tensor]

    func run(_ tensors: [Tensor]) throws -> [Tensor] { answer(tensors) }
}

/// The largest difference of two rows of numbers; infinite when they are not of one length.
func farthest(_ a: [Float], _ b: [Float]) -> Float {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
}
