import Provenance
import Testing

@Suite("CID")
struct CIDTests {
    @Test("reads back every text and every binary form that it writes")
    func roundTrip() throws {
        for text in CIDVectors.files.flatMap(\.cids) + CIDVectors.folderCIDs {
            let cid = try CID(text)
            #expect(cid.description == text)
            #expect(try CID(bytes: cid.bytes) == cid)
        }
    }

    @Test("a raw CID of one chunk is the file's SHA-256")
    func rawIsSHA256() throws {
        for file in CIDVectors.files.prefix(3) {
            let cid = try CID(file.cids[1])
            #expect(cid.version == .v1 && cid.codec == .raw && cid.hash.code == .sha256)
            #expect(cid.hash.digest.map { hexadecimal($0) }.joined() == file.sha256)
        }
    }

    @Test("version 0 and version 1 name the same block with the same hash")
    func inVersion1() throws {
        for file in CIDVectors.files.prefix(3) {
            #expect(try CID(file.cids[0]).inVersion1.description == file.withoutRawLeaves)
        }
    }

    // go-cid and the CID specification: the same CIDv1 in base 58 and base 32.
    @Test("reads version 1 in base 58 and writes it in base 32")
    func base58() throws {
        let cid = try CID("zb2rhe5P4gXftAwvA4eXQ5HJwsER2owDyS9sKaQRRVQPn93bA")
        #expect(cid.description == "bafkreidon73zkcrwdb5iafqtijxildoonbwnpv7dyd6ef3qdgads2jc4su")
    }

    @Test(
        "refuses what is not a CID in one of its forms",
        arguments: [
            ("", CIDError.empty),
            ("Bafkrei", .prefix("B")),
            ("ipfs://bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku", .prefix("i")),
            ("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyk", .letters(base: 32)),
            ("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku ", .letters(base: 32)),
            ("BAFKREIHDWDCEFGH4DQKJV67UZCMW7OJEE6XEDZDETOJUZJEVTENXQUVYKU", .prefix("B")),
            // The last letter's spare bit set.
            ("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvykv", .letters(base: 32)),
            ("Qmb0Mke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH", .letters(base: 58)),
            ("QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQ", .damaged),
            ("zQmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH", .version(0)),
            ("b", .damaged),
            ("baia", .letters(base: 32)),
            (String(repeating: "b", count: 257), .tooLong),
        ])
    func refusals(text: String, error: CIDError) {
        #expect(throws: error) { try CID(text) }
    }

    @Test("refuses damaged bytes, numbers that are not in their shortest form and hashes of another length")
    func damagedBytes() throws {
        let bytes = try CID(CIDVectors.files[0].cids[1]).bytes
        for count in 0..<bytes.count {
            #expect(throws: CIDError.self) { try CID(bytes: Array(bytes.prefix(count))) }
        }
        #expect(throws: CIDError.damaged) { try CID(bytes: bytes + [0]) }
        #expect(throws: CIDError.version(2)) { try CID(bytes: [2] + bytes.dropFirst()) }
        #expect(throws: CIDError.damaged) { try CID(bytes: [0x81, 0x00] + bytes.dropFirst()) }
        #expect(throws: CIDError.damaged) { try CID(bytes: [UInt8](repeating: 0xFF, count: 40)) }
        #expect(throws: CIDError.digestLength(31)) { try CID(bytes: [1, 0x55, 0x12, 31] + bytes.dropFirst(5)) }
        #expect(throws: CIDError.digestLength(0)) { try CID(bytes: [1, 0x55, 0x1B, 0]) }
    }

    private func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
