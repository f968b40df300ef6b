import Foundation

/// Everything that names a file's bytes: their number, their SHA-256, and the CID that IPFS gives them under each of the
/// three profiles in use.
public struct FileDigests: Sendable, Hashable {
    public let bytes: Int
    public let sha256: Digest
    private let v0: UnixFSNode
    private let v1: UnixFSNode
    private let v1Wide: UnixFSNode

    /// Reads the file once, in pieces of 4 MiB, and hashes it four times on all cores. Blocks until it is done; memory
    /// does not depend on the file's size.
    /// - Throws: `DigestError`
    public init(ofFile url: URL) throws(DigestError) {
        self = try FilePass.digests(of: FilePieces(url: url))
    }

    init(bytes: Int, sha256: Digest, v0: UnixFSNode, v1: UnixFSNode, v1Wide: UnixFSNode) {
        self.bytes = bytes
        self.sha256 = sha256
        self.v0 = v0
        self.v1 = v1
        self.v1Wide = v1Wide
    }

    /// The file's root under a profile, as a folder's entry needs it.
    public func node(_ profile: UnixFSProfile) -> UnixFSNode {
        switch profile {
        case .unixfsV02015: v0
        case .cidVersion1: v1
        case .unixfsV12025: v1Wide
        }
    }

    /// The file's CID under a profile.
    public func cid(_ profile: UnixFSProfile) -> CID { node(profile).cid }
}
