import Foundation

/// Brings files of models that set-up does not install, and puts on record what came.
///
/// ```swift
/// let pull = ModelPull()
/// for entry in try pull.plan(["ghost_1_256"]) {      // crossface_ghost, then ghost_1_256
///     let arrival = try await pull.fetch(entry)      // once its licence has been accepted
/// }
/// ```
/// What is on record is what later loads are held against: `ModelStore`.
public struct ModelPull: Sendable {
    public typealias Watcher = @Sendable (Progress) -> Void

    /// How far a file has come.
    public struct Progress: Sendable, Equatable {
        public var file: String
        public var bytes: Int
        /// Nil where the server does not say.
        public var total: Int?
    }

    /// What a file was held against.
    public enum Check: Sendable, Equatable {
        case sha256
        /// The CRC-32 that its publisher gives: it tells accidents, not ill will.
        case crc32
        /// Nothing is known of it but what the person says.
        case none
    }

    /// A file that is here and on record.
    public struct Arrival: Sendable, Equatable {
        public var file: URL
        public var bytes: Int
        /// Hexadecimal.
        public var sha256: String
        public var check: Check
    }

    /// A folder that holds the files, asked instead of the network.
    public var mirror: URL?
    /// Waits before each further try at one address.
    package var pauses: [Duration] = [.seconds(1), .seconds(3), .seconds(9)]

    package let store: ModelStore
    package let added: AddedModels

    /// - Throws: as `ModelStore.init`.
    public init(from installation: Installation = .current, mirror: URL? = nil) throws(InferenceError) {
        self.init(
            store: try ModelStore(from: installation), added: AddedModels(from: installation), mirror: mirror)
    }

    package init(store: ModelStore, added: AddedModels, mirror: URL?, pauses: [Duration]? = nil) {
        self.store = store
        self.added = added
        self.mirror = mirror
        if let pauses { self.pauses = pauses }
    }

    /// The models that have to be fetched so that the named ones run, each once, what is required before what requires
    /// it; those that are here and sound are left out.
    /// - Throws: `InferenceError.unknownModel`, `.notPullable`.
    public func plan(_ names: [String]) throws(InferenceError) -> [ModelEntry] {
        var plan: [ModelEntry] = []
        var seen: Set<String> = []
        for name in names {
            let entry = try store.entry(named: name)
            guard entry.availability != .bundled else {
                throw .notPullable(name: entry.name, reason: "set-up installs it: run \(Installation.setUp)")
            }
            try collect(entry, into: &plan, &seen)
        }
        return plan
    }

    private func collect(
        _ entry: ModelEntry, into plan: inout [ModelEntry], _ seen: inout Set<String>
    ) throws(InferenceError) {
        guard seen.insert(entry.name).inserted else { return }
        for name in entry.requires ?? [] { try collect(store.entry(named: name), into: &plan, &seen) }
        guard entry.availability == .pull, !plan.contains(where: { $0.file == entry.file }) else { return }
        if case .verified = store.state(of: entry) { return }
        guard entry.isReadyToPull else {
            throw .notPullable(
                name: entry.name,
                reason: "its authors publish it in another form: convert it to \(entry.file), then say likeness models "
                    + "add \(entry.file) --name \(entry.name)")
        }
        plan.append(entry)
    }

    /// Fetches one model's file, from where an earlier try ended. Nothing is asked here: the licence is the caller's
    /// matter.
    /// - Throws: `InferenceError`; `CancellationError`. A file that is not the right one is not kept.
    public func fetch(_ entry: ModelEntry, progress: @escaping Watcher = { _ in }) async throws -> Arrival {
        try added.makeFolder()
        if let mirror { return try take(entry, from: mirror) }
        if let file = store.firstFile(named: entry.file) { return try accept(entry, lyingAt: file) }
        return try await download(entry, progress: progress)
    }

    /// A copy of the file in the person's folder, checked before it gets its name.
    private func take(_ entry: ModelEntry, from mirror: URL) throws(InferenceError) -> Arrival {
        let original = mirror.appending(path: entry.file)
        guard FileManager.default.fileExists(atPath: original.path) else {
            throw .notInMirror(name: entry.name, file: entry.file, folder: mirror.path)
        }
        let copy = try ModelCopy(of: original, in: added.folder)
        let check = try check(
            copy.digest, of: entry, published: Self.publishedSum(beside: original), from: original.path)
        return try record(entry, at: copy.settle(named: entry.file), copy.digest, check)
    }

    /// A file of that name that a person has put where models are looked for.
    private func accept(_ entry: ModelEntry, lyingAt file: URL) throws(InferenceError) -> Arrival {
        let digest = try FileDigest(of: file)
        if try known(entry).sha256 == nil, let sha256 = entry.sha256, sha256 != digest.sha256 {
            // It was on record as another: a damaged file is not put on record anew.
            throw .pulledModelDamaged(name: entry.name, file: file.path, expected: sha256, found: digest.sha256)
        }
        let check = try check(digest, of: entry, published: Self.publishedSum(beside: file), from: file.path)
        return try record(entry, at: file, digest, check)
    }

    package func record(
        _ entry: ModelEntry, at file: URL, _ digest: FileDigest, _ check: Check
    ) throws(InferenceError) -> Arrival {
        try added.record(PulledFile(file: entry.file, bytes: digest.bytes, sha256: digest.sha256))
        return Arrival(file: file, bytes: digest.bytes, sha256: digest.sha256, check: check)
    }

    /// What the manifest says of a model, not what was pulled before.
    package func known(_ entry: ModelEntry) throws(InferenceError) -> ModelEntry {
        try ModelManifest.builtIn().entry(named: entry.name) ?? entry
    }

    /// - Parameter published: the CRC-32 that lies beside the file, if any.
    /// - Throws: `InferenceError.wrongFile`.
    package func check(
        _ digest: FileDigest, of entry: ModelEntry, published: String?, from origin: String
    ) throws(InferenceError) -> Check {
        let known = try known(entry)
        if let sha256 = known.sha256 {
            let good = [sha256] + (known.variants ?? []).map(\.sha256)
            guard good.contains(digest.sha256) else {
                throw .wrongFile(
                    name: entry.name, origin: origin, sum: "SHA-256", expected: sha256, found: digest.sha256)
            }
            return .sha256
        }
        guard let sum = published ?? known.crc32 else { return .none }
        guard digest.crc32 == sum else {
            throw .wrongFile(name: entry.name, origin: origin, sum: "CRC-32", expected: sum, found: digest.crc32)
        }
        return .crc32
    }

    /// FaceFusion's folders have a `NAME.hash` with eight digits beside `NAME.onnx`.
    private static func publishedSum(beside file: URL) -> String? {
        let hash = file.deletingPathExtension().appendingPathExtension("hash")
        return (try? Data(contentsOf: hash)).flatMap(sum)
    }

    /// The CRC-32 in a `.hash` file; nil when it holds something else.
    package static func sum(in data: Data) -> String? {
        guard data.count <= 64 else { return nil }
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
        return text.count == 8 && text.allSatisfy(\.isHexDigit) ? text : nil
    }
}

extension ModelEntry {
    /// Whether the file that its authors publish is the one that engines read.
    package var isReadyToPull: Bool {
        availability == .pull && source.download?.split(separator: "/").last.map(String.init) == file
    }
}
