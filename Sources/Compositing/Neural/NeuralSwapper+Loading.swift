import Inference

extension NeuralSwapper {
    /// Loads a swapper, what it requires, and the networks of its masks, each with the engine that `engine` gives for it.
    /// - Parameters:
    ///   - name: a name or alias of the manifest.
    ///   - occluders: names of models for the mask `occlusion`; the least of several counts.
    ///   - parser: name of a model for the mask `region`.
    ///   - engine: is asked once for each network.
    /// - Throws: `InferenceError` as `ModelStore.load`; `CompositingError` when the model is no swapper or is not what
    ///   its family is; what `engine` throws.
    public init(
        _ name: String, from store: ModelStore, options: ModelOptions = ModelOptions(),
        neural: NeuralSettings = NeuralSettings(), merge: EmbeddingMerge = .mean, occluders: [String] = [],
        parser: String? = nil, engine: (ModelEntry) throws -> any Engine
    ) throws {
        try self.init(
            name, from: store, options: options, neural: neural, merge: merge,
            masks: MaskNetworks(
                occluders: occluders, parser: parser, from: store, options: options, engine: engine),
            engine: engine)
    }

    /// The same with masks that others use, too.
    package init(
        _ name: String, from store: ModelStore, options: ModelOptions, neural: NeuralSettings, merge: EmbeddingMerge,
        masks: MaskNetworks, engine: (ModelEntry) throws -> any Engine
    ) throws {
        let entry = try store.entry(named: name)
        guard entry.task == .faceSwapping, let crop = entry.crop else {
            throw CompositingError.unknownFamily(
                network: name, field: "task", found: entry.crop?.family ?? entry.task.rawValue)
        }
        // Verified once: half a gigabyte is read for it. What goes in and out is checked against the family.
        let file = try store.file(for: name)
        let family = SwapFamily(rawValue: crop.family)
        let converter = try entry.requires?.map { try store.entry(named: $0) }.first {
            $0.task == .embeddingConversion
        }
        try self.init(
            name: entry.name, crop: crop, network: try engine(entry).load(file, options: options),
            converter: try converter.map { try store.load($0.name, with: engine($0), options: options) },
            map: family?.sourceInput == .mapped ? try EmbeddingMap(contentsOf: file) : nil, masks: masks,
            neural: neural, merge: merge)
    }
}
