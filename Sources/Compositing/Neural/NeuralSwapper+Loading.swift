import Inference

extension NeuralSwapper {
    /// Loads a swapper, what it requires, and the networks of its masks.
    /// - Parameters:
    ///   - name: a name or alias of the manifest.
    ///   - occluders: names of models for the mask `occlusion`; the least of several counts.
    ///   - parser: name of a model for the mask `region`.
    /// - Throws: `InferenceError` as `ModelStore.load`; `CompositingError` when the model is no swapper or is not what
    ///   its family is.
    public init(
        _ name: String, from store: ModelStore, with engine: any Engine, options: ModelOptions = ModelOptions(),
        neural: NeuralSettings = NeuralSettings(), merge: EmbeddingMerge = .mean, occluders: [String] = [],
        parser: String? = nil
    ) throws {
        let entry = try store.entry(named: name)
        guard entry.task == .faceSwapping, let crop = entry.crop else {
            throw CompositingError.unknownFamily(
                network: name, field: "task", found: entry.crop?.family ?? entry.task.rawValue)
        }
        // Verified once: half a gigabyte is read for it. What goes in and out is checked against the family.
        let file = try store.file(for: name)
        let family = SwapFamily(rawValue: crop.family)
        let converter = try entry.requires?.first { try store.entry(named: $0).task == .embeddingConversion }
        let mask = { (name: String) in
            MaskNetworks.Network(
                name: name, model: try store.load(name, with: engine, options: options),
                side: try store.entry(named: name).crop?.side ?? 0)
        }
        try self.init(
            name: entry.name, crop: crop, network: try engine.load(file, options: options),
            converter: try converter.map { try store.load($0, with: engine, options: options) },
            map: family?.sourceInput == .mapped ? try EmbeddingMap(contentsOf: file) : nil,
            masks: MaskNetworks(occluders: try occluders.map(mask), parser: try parser.map(mask)), neural: neural,
            merge: merge)
    }
}
