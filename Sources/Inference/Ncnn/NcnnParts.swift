import Foundation

/// A network in two models.
struct NcnnParts: Sendable {
    /// `input` 1×3×H×W → `output` 1×`channels`×H×W.
    let body: Data
    let channels: Int
    /// `input` 1×`channels`×H×W → `output` 1×3×sH×sW.
    let tail: Data
    /// s.
    let scale: Int
    /// How far the tail looks, in rows of its input; no less.
    let reach: Int
}

extension NcnnOperation {
    fileprivate var enlarges: Bool {
        switch self {
        case .resize, .pixelShuffle: true
        default: false
        }
    }

    /// Rows of its input that it looks beyond its own; at a larger scale it is less.
    fileprivate var reach: Int {
        switch self {
        case .convolution(let convolution): max(convolution.height.before, convolution.height.after)
        case .resize(.nearest, _): 0
        case .resize: 2
        default: 0
        }
    }
}

extension NcnnNetwork {
    /// The names under which the layers from `first` on read the one blob that they take from those before; nil when
    /// they take more than one, or none.
    fileprivate func blobs(crossingInto first: Int) -> [String]? {
        let made = Set(layers[first...].flatMap(\.outputs))
        var sources: [String: String] = [:]
        for layer in layers[..<first] {
            for output in layer.outputs {
                guard case .split = layer.operation, let input = layer.inputs.first else { continue }
                sources[output] = sources[input] ?? input
            }
        }
        var names: [String] = []
        for name in layers[first...].flatMap(\.inputs) where !made.contains(name) && !names.contains(name) {
            names.append(name)
        }
        let distinct = Set(names.map { sources[$0] ?? $0 })
        return distinct.count == 1 ? names : nil
    }
}

extension NcnnConversion {
    /// The network in two: what works at the picture's own scale, and what enlarges. Nil where more than one blob goes
    /// from the one to the other.
    static func parts(of network: NcnnNetwork) throws(NcnnError) -> NcnnParts? {
        guard let first = network.layers.firstIndex(where: \.operation.enlarges),
            let blobs = network.blobs(crossingInto: first)
        else { return nil }
        var body = NcnnTranslation()
        for layer in network.layers[..<first] { try body.add(layer) }
        guard let channels = body.channels(ofOne: blobs), channels != pictureChannels else { return nil }
        var tail = NcnnTranslation(input: blobs, channels: channels)
        for layer in network.layers[first...] { try tail.add(layer) }
        let reach = network.layers[first...].map(\.operation.reach)
        return NcnnParts(
            body: try body.finished(as: blobs[0]).encoded(), channels: channels,
            tail: try tail.finished().encoded(), scale: tail.scale, reach: reach.reduce(0, +))
    }
}
