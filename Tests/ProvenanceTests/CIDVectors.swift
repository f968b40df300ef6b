import Provenance

/// CIDs of bytes that follow `byte i = i mod 251`. Those of `unixfs-v0-2015` are Kubo 0.22's own (AddFile); the others
/// are an independent Python program's, which gives every constant of Kubo's test/cli/cid_profiles_test.go.
enum CIDVectors {
    struct File {
        var bytes: [UInt8]
        var sha256: String
        /// In the order of `UnixFSProfile.allCases`.
        var cids: [String]
        /// `--cid-version=1 --raw-leaves=false`: for one chunk the same block as version 0.
        var withoutRawLeaves: String
    }

    static func pattern(_ count: Int) -> [UInt8] {
        // Whole periods first: a closure for each byte takes seconds in a debug build.
        let period = Array(UInt8(0)..<251)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + period.count)
        while bytes.count < count { bytes += period }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    static let files: [File] = [
        File(
            bytes: [], sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            cids: [
                "QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH",
                "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
                "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
            ], withoutRawLeaves: "bafybeif7ztnhq65lumvvtr4ekcwd2ifwgm3awq4zfr3srh462rwyinlb4y"),
        File(
            bytes: Array("a".utf8), sha256: "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
            cids: [
                "QmfDmsHTywy6L9Ne5RXsj5YumDedfBLMvCvmaxjBoe6w4d",
                "bafkreigks6arfsq3xxfpvqrrwonchxcnu6do76auprhhfomao6c273sixm",
                "bafkreigks6arfsq3xxfpvqrrwonchxcnu6do76auprhhfomao6c273sixm",
            ], withoutRawLeaves: "bafybeih22o2lqjyoumhqtqjwjomq3mzvdmxxeaivw52aoh2mytrlujo7yi"),
        File(
            bytes: pattern(262_144), sha256: "31a1f9dea0169551092d05e8bf4a446228c8c3eb4c9b713c66adcb7fd53c89be",
            cids: [
                "QmeqfRyS3vkku7n6krqC3DgGMex3x2sCpSeKMDmrG13QQq",
                "bafkreibruh455iawsviqslif5c7uurdcfdemh22mtnytyzvnzn75kpejxy",
                "bafkreibruh455iawsviqslif5c7uurdcfdemh22mtnytyzvnzn75kpejxy",
            ], withoutRawLeaves: "bafybeihvfgtilxh7thaf7o5zmjiissdd4swdao3qfltyhm62x2v3ubyasi"),
        File(
            bytes: pattern(262_145), sha256: "6a102a35ef13d267bf487c1520d82b4ff541787bc8c288ccf98aeebe7686016a",
            cids: [
                "QmUSjGawaz4ptvREcMKSMJneWCa5j8dAz2wSAAvHtW2rnB",
                "bafybeiexg2oqkfnj56l7fcmawswqbijt5shq4b5rg6a546uwpkqqzwjioi",
                "bafkreidkcavdl3yt2jt36sd4cuqnqk2p6vaxq66iykemz6mk527hnbqbni",
            ], withoutRawLeaves: "bafybeidas2dvcqxlierzany6rt2e43v3yojj5ls4b7o7owukcgsgiarvrq"),
        File(
            bytes: pattern(1_048_576), sha256: "631b84027d6b9e52b539c4e8373622d23032dfadc64d60af87339c9037e4f769",
            cids: [
                "QmXgkY4miMKJBrg8YYke4xw6C2n8WNsUc1GXLhN84k4QM3",
                "bafybeiedpcapwld4tkgtzwahfofgn4wex5ryysf4se6hwpmlrsh4ntnrau",
                "bafkreidddocae7lltzjlkooe5a3tmiwsgazn7logjvqk7bzttsidpzhxne",
            ], withoutRawLeaves: "bafybeig6dzltgwskimoljyivhmtis7azvhvf2gk2pbhv5eul47unt5ekte"),
        File(
            bytes: pattern(1_048_577), sha256: "5769f52bc3eef28afa39c6fc68cadb7d0bd69812ae3a3d71452f519ec3c7aa56",
            cids: [
                "QmXFGdWM6dMXHxGby9dZifmvH5ws2MwYCE1paUfJSp3Kj6",
                "bafybeig7rd7v2ygpkiiyu3kzsojmrj3ujtinivk7fxid5p33t6kdewzvsm",
                "bafybeidjogjfwuhbzwopgd4bn3skcf5m6oz72xshywcndzxgqb623nfclu",
            ], withoutRawLeaves: "bafybeicqvkomewi24wnb6wfqahaepbid4wjciwgtf4y7vhtpvwxc2av5yu"),
        File(
            bytes: pattern(3_145_728), sha256: "a1feacf0d812ba4d0b0e463ed45bbd583cea1de55c54693116754b30b5794745",
            cids: [
                "QmbEanQifXGk5Y2i9swd25nRbdLPXoXgwE7riTuQtoVFzA",
                "bafybeidci4gr2nydwtknrbh5u4piscvvpwbwzy6cog5ihoupkl4bsbbcni",
                "bafybeihzpjrbcpjpzcx4yxh3hasnjidsikmwmsrli7hhamhny5iueulu5a",
            ], withoutRawLeaves: "bafybeibcfzkwg6saw45oo4gllffpkkyw5rnuenfgx4ne3kin5okxjqzqci"),
    ]

    static let folder: [(name: String, bytes: [UInt8])] = [
        ("b.bin", pattern(300_000)), ("metadata.json", Array(#"{"name":"x"}"#.utf8)), ("a.txt", Array("hello\n".utf8)),
    ]

    /// In the order of `UnixFSProfile.allCases`.
    static let folderCIDs = [
        "Qmck2u2tFqt91SLwKvz6oAvLqgN9x2FWcVuQgcnV8Tq2sQ",
        "bafybeidcrkqwvssfbl4blmxzymhlm7puf2v4cbwncd6ncymdnr5r3yoknu",
        "bafybeifjk2svjkk7o6fl3go3bjbwiopa363vkkeiez7txl4lbxjrrhkoea",
    ]
}

extension UnixFSHash {
    static func root(of bytes: [UInt8], _ profile: UnixFSProfile) -> UnixFSNode {
        var hash = UnixFSHash(profile: profile)
        hash.update(bytes)
        return hash.finalise()
    }
}
