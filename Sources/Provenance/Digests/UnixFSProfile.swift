/// How a file is cut into blocks. The same bytes have another CID under each profile, so a CID is worth little
/// without its profile's name.
///
/// All three use SHA-256 and the balanced layout, and folders without shards.
public enum UnixFSProfile: String, Sendable, Hashable, CaseIterable {
    /// Kubo's profile of that name and what a plain `ipfs add` gives: `Qm…`.
    case unixfsV02015 = "unixfs-v0-2015"
    /// What `ipfs add --cid-version=1` gives when nothing else is set. Kubo has no profile of that name.
    case cidVersion1 = "cid-version=1"
    /// Kubo's profile of that name (IPIP-499): the one to publish with.
    case unixfsV12025 = "unixfs-v1-2025"
}

extension UnixFSProfile {
    public var cidVersion: CID.Version { self == .unixfsV02015 ? .v0 : .v1 }

    /// Whether a leaf is the file's bytes and nothing more; else a node of UnixFS wraps them.
    public var hasRawLeaves: Bool { self != .unixfsV02015 }

    /// Bytes of the file in a leaf.
    public var chunkBytes: Int { self == .unixfsV12025 ? 1 << 20 : 1 << 18 }

    /// The most children of a node that stands for a part of a file.
    public var fileLinks: Int { self == .unixfsV12025 ? 1024 : 174 }
}
