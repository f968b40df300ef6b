/// The root of a file, a part of a file or a folder in IPFS: its name and what a parent must know of it.
public struct UnixFSNode: Sendable, Hashable {
    public let cid: CID
    /// The file's bytes beneath this node; 0 for a folder.
    public let contentBytes: Int
    /// The bytes of this block and of every block beneath it, counted once for each link: dag-pb's `Tsize`.
    public let dagBytes: Int

    public init(cid: CID, contentBytes: Int, dagBytes: Int) {
        self.cid = cid
        self.contentBytes = contentBytes
        self.dagBytes = dagBytes
    }
}
