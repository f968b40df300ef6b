import Crypto

/// A block as it comes to be, for one who stores blocks. It lies in up to three pieces so that a file's bytes are not
/// copied where nobody asks for them; it is valid only during the call that hands it over.
public struct UnixFSBlock {
    public let cid: CID
    private let head: [UInt8]
    private let content: UnsafeRawBufferPointer
    private let tail: [UInt8]

    public var count: Int { head.count + content.count + tail.count }

    /// The whole block, copied.
    public var bytes: [UInt8] { head + content + tail }

    /// Hashes the pieces one after the other.
    init(
        head: [UInt8] = [], content: UnsafeRawBufferPointer = .init(start: nil, count: 0), tail: [UInt8] = [],
        codec: CID.Codec, version: CID.Version
    ) {
        var hash = SHA256()
        if !head.isEmpty { hash.update(data: head) }
        hash.update(bufferPointer: content)
        if !tail.isEmpty { hash.update(data: tail) }
        cid = CID(
            version: version, codec: codec, hash: Multihash(code: .sha256, checked: Array(hash.finalize())))
        self.head = head
        self.content = content
        self.tail = tail
    }
}

extension UnixFSBlock {
    /// A leaf: one chunk of a file.
    init(leaf chunk: UnsafeRawBufferPointer, profile: UnixFSProfile) {
        guard !profile.hasRawLeaves else {
            self.init(content: chunk, codec: .raw, version: profile.cidVersion)
            return
        }
        let (head, tail) = DagPB.wrapping(contentBytes: chunk.count)
        self.init(head: head, content: chunk, tail: tail, codec: .dagPB, version: profile.cidVersion)
    }

    /// A node over parts of a file, in their order.
    init(parts: [UnixFSNode], profile: UnixFSProfile) {
        self.init(head: DagPB.file(of: parts), codec: .dagPB, version: profile.cidVersion)
    }
}
