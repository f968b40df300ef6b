/// The CID that a file gets in IPFS, worked out piece by piece without a node.
///
/// ```swift
/// var hash = UnixFSHash(profile: .unixfsV12025)
/// hash.update(bytes)
/// let root = hash.finalise()     // root.cid: bafybei…
/// ```
/// To store the blocks too (as a CAR or in a node), give `visit`: it sees each block once for each place in the file,
/// leaves before the nodes over them, the root last. Memory stays at one chunk and the links of unfinished nodes.
public struct UnixFSHash: Sendable {
    public let profile: UnixFSProfile
    private var tree: UnixFSTree
    /// The beginning of a chunk that is not full yet.
    private var pending: [UInt8] = []
    private var isEmpty = true

    public init(profile: UnixFSProfile) {
        self.profile = profile
        tree = UnixFSTree(profile: profile)
    }

    /// Takes the file's next bytes; pieces may have any size.
    /// - Throws: what `visit` throws; the hash is of no use afterwards.
    public mutating func update<Failure: Error>(
        _ bytes: UnsafeRawBufferPointer, visit: (UnixFSBlock) throws(Failure) -> Void
    ) throws(Failure) {
        var rest = bytes[...]
        if !pending.isEmpty {
            let missing = rest.prefix(profile.chunkBytes - pending.count)
            pending += missing
            rest = rest.dropFirst(missing.count)
            guard pending.count == profile.chunkBytes else { return }
            try addPending(visit: visit)
        }
        while rest.count >= profile.chunkBytes {
            try add(UnsafeRawBufferPointer(rebasing: rest.prefix(profile.chunkBytes)), visit: visit)
            rest = rest.dropFirst(profile.chunkBytes)
        }
        pending += rest
    }

    /// Ends the file and gives its root. An empty file has one empty leaf.
    /// - Throws: what `visit` throws.
    public mutating func finalise<Failure: Error>(
        visit: (UnixFSBlock) throws(Failure) -> Void
    ) throws(Failure) -> UnixFSNode {
        if isEmpty || !pending.isEmpty { try addPending(visit: visit) }
        guard let root = try tree.finish(visit: visit) else {
            preconditionFailure("a leaf was added above")
        }
        return root
    }

    private mutating func addPending<Failure: Error>(
        visit: (UnixFSBlock) throws(Failure) -> Void
    ) throws(Failure) {
        let chunk = pending
        pending.removeAll(keepingCapacity: true)
        // The result is carried out by hand: withUnsafeBytes passes on no typed error from a generic closure.
        let result = chunk.withUnsafeBytes { bytes in
            Result<Void, Failure> { () throws(Failure) in try add(bytes, visit: visit) }
        }
        try result.get()
    }

    private mutating func add<Failure: Error>(
        _ chunk: UnsafeRawBufferPointer, visit: (UnixFSBlock) throws(Failure) -> Void
    ) throws(Failure) {
        isEmpty = false
        let block = UnixFSBlock(leaf: chunk, profile: profile)
        try visit(block)
        try tree.add(UnixFSNode(leaf: block, contentBytes: chunk.count), visit: visit)
    }
}

extension UnixFSHash {
    /// Takes the file's next bytes; pieces may have any size.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        update(bytes) { _ in }
    }

    /// Takes the file's next bytes; pieces may have any size.
    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// Ends the file and gives its root.
    public mutating func finalise() -> UnixFSNode {
        finalise { _ in }
    }
}

extension UnixFSNode {
    init(leaf block: UnixFSBlock, contentBytes: Int) {
        self.init(cid: block.cid, contentBytes: contentBytes, dagBytes: block.count)
    }
}
