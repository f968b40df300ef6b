import Inference

extension MaskNetworks {
    /// Loads networks that draw masks, each with the engine that `engine` gives for it.
    /// - Parameters:
    ///   - occluders: names or aliases of the manifest.
    ///   - parser: the same.
    /// - Throws: as `ModelStore.load`; what `engine` throws.
    package init(
        occluders: [String], parser: String?, from store: ModelStore, options: ModelOptions,
        engine: (ModelEntry) throws -> any Engine
    ) throws {
        self.init(
            occluders: try occluders.map { try Network($0, from: store, options: options, engine: engine) },
            parser: try parser.map { try Network($0, from: store, options: options, engine: engine) })
    }
}

extension MaskNetworks.Network {
    fileprivate init(
        _ name: String, from store: ModelStore, options: ModelOptions, engine: (ModelEntry) throws -> any Engine
    ) throws {
        let entry = try store.entry(named: name)
        self.init(
            name: name, model: try store.load(name, with: engine(entry), options: options),
            side: entry.crop?.side ?? 0)
    }
}
