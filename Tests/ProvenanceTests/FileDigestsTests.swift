import Foundation
import Provenance
import Testing

@Suite("File digests")
struct FileDigestsTests {
    @Test("one reading gives the size, the SHA-256 and the three CIDs", arguments: CIDVectors.files.indices)
    func vectors(index: Int) throws {
        let (folder, vector) = (try TemporaryFolder(), CIDVectors.files[index])
        let digests = try FileDigests(ofFile: folder.write(vector.bytes, "file"))
        #expect(digests.bytes == vector.bytes.count)
        #expect(digests.sha256.hexadecimal == vector.sha256)
        #expect(try Digest(ofFile: folder["file"]) == digests.sha256)
        for (profile, cid) in zip(UnixFSProfile.allCases, vector.cids) {
            #expect(digests.cid(profile).description == cid)
        }
    }

    // Around the pieces of 4 MiB that are read at a time, and over 174 chunks, where the tree gets higher.
    @Test("many pieces give what one piece gives", arguments: [4_194_303, 4_194_304, 4_194_305, 45_800_000])
    func pieces(count: Int) throws {
        let folder = try TemporaryFolder()
        let bytes = CIDVectors.pattern(count)
        let digests = try FileDigests(ofFile: folder.write(bytes, "file"))
        #expect(digests.bytes == count)
        #expect(digests.sha256 == Digest(of: Data(bytes)))
        for profile in UnixFSProfile.allCases {
            #expect(digests.node(profile) == UnixFSHash.root(of: bytes, profile))
        }
    }

    @Test("refuses what is no file, also a pipe that nobody writes to")
    func refusals() throws {
        let folder = try TemporaryFolder()
        #expect(throws: DigestError.missing(file: "none")) { try FileDigests(ofFile: folder["none"]) }
        #expect(throws: DigestError.notAFile(file: folder.url.lastPathComponent)) {
            try FileDigests(ofFile: folder.url)
        }
        try #require(mkfifo(folder["pipe"].path, 0o600) == 0)
        #expect(throws: DigestError.notAFile(file: "pipe")) { try FileDigests(ofFile: folder["pipe"]) }
        #expect(throws: DigestError.notAFile(file: "pipe")) { try Digest(ofFile: folder["pipe"]) }
    }

    @Test(
        "agrees with aleph-cid, an implementation in Rust",
        .enabled(if: Program.oracleHas("aleph_cid"), "aleph-cid is not in .deps/oracles"),
        arguments: [0, 262_144, 1_048_577, 45_613_056, 45_613_057, 45_875_201])
    func aleph(count: Int) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(CIDVectors.pattern(count), "file")
        let script = """
            import aleph_cid, sys
            data = open(sys.argv[1], "rb").read()
            for hasher in (aleph_cid.CidHasher.for_ipfs(), aleph_cid.CidHasher.for_ipfs_v1_raw_leaves()):
                hasher.update(data)
                print(hasher.finalize())
            """
        let expected = try Program.output(Program.oracles, ["-c", script, file.path]).split(separator: "\n")
        let digests = try FileDigests(ofFile: file)
        #expect(expected.map(String.init) == [UnixFSProfile.unixfsV02015, .cidVersion1].map { "\(digests.cid($0))" })
    }

    @Test(
        "a folder agrees with aleph-cid",
        .enabled(if: Program.oracleHas("aleph_cid"), "aleph-cid is not in .deps/oracles"))
    func alephFolder() throws {
        let folder = try TemporaryFolder()
        let names = ["master.tif", "image.webp", "Zebra", "über.txt", "work.json", "a", "ab", "_"]
        for (index, name) in names.enumerated() { try folder.write(CIDVectors.pattern(index * 150_000), name) }
        for (profile, version) in [(UnixFSProfile.unixfsV02015, 0), (.cidVersion1, 1)] {
            let script = "import aleph_cid, sys; print(aleph_cid.hash_folder(sys.argv[1], cid_version=\(version)))"
            let expected = try Program.output(Program.oracles, ["-c", script, folder.url.path])
            let entries = try names.map { (name: $0, node: try FileDigests(ofFile: folder[$0]).node(profile)) }
            let node = try UnixFSFolder(profile: profile, entries: entries).node
            #expect(expected.split(separator: "\n").map(String.init) == ["\(node.cid)"])
        }
    }
}
