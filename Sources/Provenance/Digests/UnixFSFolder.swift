/// A folder in IPFS: one node with a link for each name.
///
/// Folders that Kubo would spread over shards (a HAMT) are refused: ours hold the few files of a work.
public struct UnixFSFolder: Sendable {
    public let profile: UnixFSProfile
    private let entries: [(name: String, node: UnixFSNode)]

    /// The size at which Kubo still makes one node, in bytes of its estimate.
    public static let largestEstimate = 1 << 18

    /// - Parameter entries: names and what they stand for, files or folders of the same profile, in any order.
    /// - Throws: `UnixFSError` for a name that no folder has, a name twice, and too many entries.
    public init(profile: UnixFSProfile, entries: [(name: String, node: UnixFSNode)]) throws(UnixFSError) {
        // By bytes, as dag-pb has it: String compares what reads alike.
        let sorted = entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        for name in sorted.map(\.name) {
            let isName = !name.isEmpty && name != "." && name != ".." && !name.utf8.contains { $0 == 0 || $0 == 0x2F }
            guard isName else { throw .name(name) }
        }
        for (entry, next) in zip(sorted, sorted.dropFirst()) where entry.name.utf8.elementsEqual(next.name.utf8) {
            throw .nameTwice(entry.name)
        }
        let estimate = Self.estimate(of: sorted, profile: profile)
        guard estimate <= Self.largestEstimate else {
            throw .tooManyEntries(count: sorted.count, estimate: estimate, limit: Self.largestEstimate)
        }
        self.profile = profile
        self.entries = sorted
    }

    /// The folder's own node.
    public var node: UnixFSNode { node { _ in } }

    /// The folder's own node.
    /// - Parameter visit: is given the folder's block; those of its entries must be stored before.
    public func node<Failure: Error>(visit: (UnixFSBlock) throws(Failure) -> Void) throws(Failure) -> UnixFSNode {
        let block = UnixFSBlock(head: DagPB.folder(of: entries), codec: .dagPB, version: profile.cidVersion)
        try visit(block)
        return UnixFSNode(
            cid: block.cid, contentBytes: 0, dagBytes: entries.reduce(block.count) { $0 + $1.node.dagBytes })
    }

    /// Kubo counts names and CIDs in the older settings and the whole block in `unixfs-v1-2025`.
    private static func estimate(
        of entries: [(name: String, node: UnixFSNode)], profile: UnixFSProfile
    ) -> Int {
        switch profile {
        case .unixfsV02015, .cidVersion1:
            entries.reduce(0) { $0 + $1.name.utf8.count + $1.node.cid.bytes.count }
        case .unixfsV12025: DagPB.folder(of: entries).count
        }
    }
}
