import Crypto
import Foundation
import Provenance
import Testing

@Suite("UnixFS")
struct UnixFSTests {
    @Test("gives Kubo's CID under each profile", arguments: CIDVectors.files.indices)
    func vectors(index: Int) {
        let file = CIDVectors.files[index]
        for (profile, cid) in zip(UnixFSProfile.allCases, file.cids) {
            let root = UnixFSHash.root(of: file.bytes, profile)
            #expect(root.cid.description == cid, "\(profile.rawValue)")
            #expect(root.contentBytes == file.bytes.count)
        }
    }

    @Test("the size of the pieces does not matter", arguments: [1000, 262_143, 262_144, 1_048_577])
    func pieces(size: Int) {
        let file = CIDVectors.files[6]
        for (profile, cid) in zip(UnixFSProfile.allCases, file.cids) {
            var hash = UnixFSHash(profile: profile)
            for start in stride(from: 0, to: file.bytes.count, by: size) {
                hash.update(Array(file.bytes[start..<min(start + size, file.bytes.count)]))
            }
            #expect(hash.finalise().cid.description == cid)
        }
    }

    @Test("hands over blocks whose hashes are their names, children first, that make up the whole and its size")
    func blocks() {
        for profile in UnixFSProfile.allCases {
            var hash = UnixFSHash(profile: profile)
            var blocks: [(cid: CID, bytes: [UInt8])] = []
            CIDVectors.pattern(3_000_000).withUnsafeBytes { bytes in
                hash.update(bytes) { blocks.append(($0.cid, $0.bytes)) }
            }
            let root = hash.finalise { blocks.append(($0.cid, $0.bytes)) }
            #expect(blocks.last?.cid == root.cid)
            #expect(blocks.reduce(0) { $0 + $1.bytes.count } == root.dagBytes)
            #expect(blocks.allSatisfy { Array(SHA256.hash(data: $0.bytes)) == $0.cid.hash.digest })
            #expect(blocks.count == (profile == .unixfsV12025 ? 4 : 13))
        }
    }

    @Test("what the visitor throws comes through")
    func visitorThrows() {
        struct Full: Error, Equatable {}
        var hash = UnixFSHash(profile: .cidVersion1)
        #expect(throws: Full()) {
            try CIDVectors.pattern(262_144).withUnsafeBytes { bytes in
                try hash.update(bytes) { _ throws(Full) in throw Full() }
            }
        }
    }

    // Constants of Kubo's test/cli/cid_profiles_test.go; the bytes are ChaCha20 of zeros with the seed's SHA-256 as key.
    @Test(
        "gives Kubo's constants where a node is full and where one more leaf makes the tree higher",
        .enabled(if: Program.exists("openssl"), "openssl is not installed"),
        arguments: [
            (UnixFSProfile.unixfsV02015, "v0-seed", 174, "QmUbBALi174SnogsUzLpYbD4xPiBSFANF4iztWCsHbMKh2"),
            (.unixfsV02015, "v0-seed", 175, "QmepeWtdmS1hHXx1oZXsPUv6bMrfRRKfZcoPPU4eEfjnbf"),
            (.unixfsV12025, "v1-2025-seed", 1024, "bafybeihmf37wcuvtx4hpu7he5zl5qaf2ineo2lqlfrapokkm5zzw7zyhvm"),
            (.unixfsV12025, "v1-2025-seed", 1025, "bafybeihmzokxxjqwxjcryerhp5ezpcog2wcawfryb2xm64xiakgm4a5jue"),
        ])
    func kuboConstants(profile: UnixFSProfile, seed: String, chunks: Int, cid: String) throws {
        let key = Digest(of: Data(seed.utf8)).hexadecimal
        let bytes = chunks * profile.chunkBytes
        let command =
            "head -c \(bytes) /dev/zero | openssl enc -chacha20 -K \(key) -iv \(String(repeating: "0", count: 32))"
        var hash = UnixFSHash(profile: profile)
        try Program.stream("sh", ["-c", command]) { hash.update($0) }
        let root = hash.finalise()
        #expect(root.contentBytes == bytes)
        #expect(root.cid.description == cid)
    }
}
