import Provenance
import Testing

@Suite("UnixFS folder")
struct UnixFSFolderTests {
    @Test("gives Kubo's CID under each profile, whatever the order of the entries")
    func vectors() throws {
        for (profile, cid) in zip(UnixFSProfile.allCases, CIDVectors.folderCIDs) {
            let entries = CIDVectors.folder.map { (name: $0.name, node: UnixFSHash.root(of: $0.bytes, profile)) }
            for entries in [entries, entries.reversed()] {
                let folder = try UnixFSFolder(profile: profile, entries: entries)
                #expect(folder.node.cid.description == cid)
            }
        }
    }

    // The counts of Kubo's test/cli/cid_profiles_test.go: exactly at the limit, and one byte over it.
    @Test(
        "refuses a folder from the byte on at which Kubo makes shards",
        arguments: [
            (UnixFSProfile.unixfsV02015, 4095, 30, 30, nil), (.unixfsV02015, 4032, 31, 31, 262_145),
            (.unixfsV12025, 4765, 11, 21, nil), (.unixfsV12025, 4765, 11, 22, 262_145),
        ] as [(UnixFSProfile, Int, Int, Int, Int?)])
    func limit(profile: UnixFSProfile, count: Int, nameBytes: Int, lastNameBytes: Int, estimate: Int?) throws {
        let cid = UnixFSHash.root(of: [], profile).cid
        let node = UnixFSNode(cid: cid, contentBytes: 0, dagBytes: 1)
        let names = (0..<count).map { name($0, bytes: nameBytes) } + [name(count, bytes: lastNameBytes)]
        let entries = names.map { (name: $0, node: node) }
        guard let estimate else {
            _ = try UnixFSFolder(profile: profile, entries: entries)
            return
        }
        #expect(throws: UnixFSError.tooManyEntries(count: count + 1, estimate: estimate, limit: 262_144)) {
            try UnixFSFolder(profile: profile, entries: entries)
        }
    }

    @Test("refuses names that no folder has", arguments: ["", ".", "..", "a/b", "a\0b"])
    func names(name: String) {
        let node = UnixFSHash.root(of: [], .unixfsV12025)
        #expect(throws: UnixFSError.name(name)) {
            try UnixFSFolder(profile: .unixfsV12025, entries: [(name, node)])
        }
    }

    @Test("refuses a name twice, but takes names that only read alike")
    func twice() throws {
        let node = UnixFSHash.root(of: [], .unixfsV12025)
        #expect(throws: UnixFSError.nameTwice("a")) {
            try UnixFSFolder(profile: .unixfsV12025, entries: [("a", node), ("b", node), ("a", node)])
        }
        _ = try UnixFSFolder(profile: .unixfsV12025, entries: [("\u{E9}", node), ("e\u{301}", node)])
    }

    private func name(_ number: Int, bytes: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: bytes - digits.count) + digits
    }
}
