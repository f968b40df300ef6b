import Crypto
import Dispatch
import Foundation
import Synchronization

/// One reading of a file for all its digests.
///
/// The SHA-256 of the whole can only go forward, so it takes one core for a quarter of the work; the leaves of the three
/// profiles do not depend on each other and fill the other cores, and so does the reading of the next piece.
enum FilePass {
    /// A whole number of every profile's chunks.
    private static let pieceBytes = 4 << 20
    /// Bytes of leaves that one core takes at a time.
    private static let shareBytes = 1 << 20

    private enum Share {
        case whole
        case nextPiece
        case leaves(UnixFSProfile, Range<Int>)
    }

    static func digests(of file: borrowing FilePieces) throws(DigestError) -> FileDigests {
        let buffers = (0..<2).map { _ in
            UnsafeMutableRawBufferPointer.allocate(byteCount: pieceBytes, alignment: 64)
        }
        defer { for buffer in buffers { buffer.deallocate() } }
        let whole = Mutex(SHA256())
        var trees = UnixFSProfile.allCases.map { UnixFSTree(profile: $0) }
        var (turn, total) = (0, 0)
        var filled = try file.read(into: buffers[0])
        while filled > 0 {
            let piece = UnsafeRawBufferPointer(rebasing: buffers[turn & 1][..<filled])
            let (leaves, next) = hash(piece, whole: whole, file: file, into: buffers[(turn + 1) & 1])
            for index in trees.indices {
                for leaf in leaves[index] { trees[index].add(leaf) { _ in } }
            }
            total += filled
            turn += 1
            filled = filled < pieceBytes ? 0 : try next.get()
        }
        let roots = zip(UnixFSProfile.allCases, trees).map { profile, tree in
            var tree = tree
            return tree.finish { _ in } ?? emptyFile(profile)
        }
        return FileDigests(
            bytes: total, sha256: Digest(whole.withLock { $0.finalize() }), v0: roots[0], v1: roots[1],
            v1Wide: roots[2])
    }

    /// Hashes a piece while the next one is read.
    private static func hash(
        _ piece: UnsafeRawBufferPointer, whole: borrowing Mutex<SHA256>, file: borrowing FilePieces,
        into nextPiece: UnsafeMutableRawBufferPointer
    ) -> (leaves: [[UnixFSNode]], next: Result<Int, DigestError>) {
        let shares = shares(of: piece)
        let leaves = Mutex([[UnixFSNode]](repeating: [], count: shares.count))
        let next = Mutex(Result<Int, DigestError>.success(0))
        // Safe: concurrentPerform returns only when every share is done, nobody writes to the piece, and one share
        // alone writes to the next one.
        nonisolated(unsafe) let (piece, nextPiece) = (piece, nextPiece)
        DispatchQueue.concurrentPerform(iterations: shares.count) { index in
            switch shares[index] {
            case .whole: whole.withLock { $0.update(bufferPointer: piece) }
            case .nextPiece:
                let result = Result { () throws(DigestError) in try file.read(into: nextPiece) }
                next.withLock { $0 = result }
            case .leaves(let profile, let range):
                let nodes = nodes(of: UnsafeRawBufferPointer(rebasing: piece[range]), profile: profile)
                leaves.withLock { $0[index] = nodes }
            }
        }
        let inOrder = zip(shares, leaves.withLock { $0 })
        let byProfile = UnixFSProfile.allCases.map { profile in
            inOrder.flatMap { share, nodes in
                if case .leaves(profile, _) = share { nodes } else { [UnixFSNode]() }
            }
        }
        return (byProfile, next.withLock { $0 })
    }

    /// The longest share comes first, or the others would wait for it at the end.
    private static func shares(of piece: UnsafeRawBufferPointer) -> [Share] {
        let ranges = stride(from: 0, to: piece.count, by: shareBytes).map {
            $0..<min($0 + shareBytes, piece.count)
        }
        let leaves = UnixFSProfile.allCases.flatMap { profile in ranges.map { Share.leaves(profile, $0) } }
        return [.whole] + (piece.count == pieceBytes ? [.nextPiece] : []) + leaves
    }

    private static func nodes(of bytes: UnsafeRawBufferPointer, profile: UnixFSProfile) -> [UnixFSNode] {
        stride(from: 0, to: bytes.count, by: profile.chunkBytes).map { start in
            let chunk = bytes[start..<min(start + profile.chunkBytes, bytes.count)]
            return UnixFSNode(
                leaf: UnixFSBlock(leaf: UnsafeRawBufferPointer(rebasing: chunk), profile: profile),
                contentBytes: chunk.count)
        }
    }

    private static func emptyFile(_ profile: UnixFSProfile) -> UnixFSNode {
        var hash = UnixFSHash(profile: profile)
        return hash.finalise()
    }
}
