import Foundation
import Provenance
import Testing

@Suite("Labels and identifiers")
struct LabelTests {
    @Test(
        "Keccak-256 gives what PyCryptodome gives, around the length of a block",
        arguments: [
            (0, "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
            (3, "7d228cdb40e661b0731cd20c876de675137701233a19b450a36e53a053407a22"),
            (135, "00ef96af9cf4b24c7f269d922294444a197d0a33638c2e56634c57e892103a8f"),
            (136, "742061bcad767ed4c4f5883b1dcb1aad11afdcc140dc469d953759b127b9f9ed"),
            (137, "e3371f61e770abf254c34239c3b0099ad90594507415bc81dd0a10b9692bbf2a"),
            (300, "fa75f2293be9f9a14dcdeeff53f7b91ff6a2b1331b13886e69077ab1cf8252a9"),
        ])
    func keccak(length: Int, expected: String) {
        let digest = Keccak256.digest(of: (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7 + 3) })
        #expect(digest == [UInt8](hexadecimal: Array(expected.utf8)))
    }

    @Test(
        "addresses of EIP-55 are sound as they stand, in one case, and with no letter's case changed",
        arguments: [
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
            "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
            "0x52908400098527886E0F7030069857D2E4169EE7", "0xde709f2102306220921060314715629080e2fb77",
        ])
    func addresses(text: String) throws {
        #expect(try EthereumAddress(text).description == text)
        #expect(try EthereumAddress(text.lowercased()).description == text)
        let wrong = String(text.reversed().map { $0 == "D" ? "d" : $0 == "d" ? "D" : $0 }.reversed())
        if wrong != text, wrong.contains(where: \.isLowercase), wrong.dropFirst(2).contains(where: \.isUppercase) {
            #expect(throws: DecentralizedIdentifierError.wrongChecksum(text: wrong)) { try EthereumAddress(wrong) }
        }
    }

    private static let address = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"

    @Test("identifiers of the two methods are taken apart")
    func identifiers() throws {
        let account = DecentralizedIdentifier.Account.address(try EthereumAddress(Self.address))
        let pkh = try DecentralizedIdentifier("did:pkh:eip155:137:\(Self.address)")
        #expect(pkh.chain == "137" && pkh.account == account && pkh.description.hasSuffix(Self.address))
        #expect(try DecentralizedIdentifier("did:ethr:\(Self.address)").chain == nil)
        for chain in ["sepolia", "5", "0x5", "0xaa36a7"] {
            let ethr = try DecentralizedIdentifier("did:ethr:\(chain):\(Self.address)")
            #expect(ethr.chain == chain && ethr.account == account)
        }
        let key = "0x02" + String(repeating: "9a", count: 32)
        let keyed = try DecentralizedIdentifier("did:ethr:\(key)")
        #expect(keyed.account == .publicKey([2] + [UInt8](repeating: 0x9A, count: 32)))
        #expect(!DecentralizedIdentifier.isMeant(by: "Did: a name") && DecentralizedIdentifier.isMeant(by: "did:"))
    }

    @Test(
        "a wrong identifier says what is wrong",
        arguments: [
            ("did:pkh:eip155:1:0xabc123", DecentralizedIdentifierError.wrongLength(text: "0xabc123", bytes: 3)),
            ("did:pkh:eip155:1:0xabc12", .notHexadecimal(text: "0xabc12")),
            ("did:pkh:eip155:1:\(address.dropFirst(2))", .notHexadecimal(text: String(address.dropFirst(2)))),
            ("did:pkh:eip155:1:\(address)#key", .notHexadecimal(text: "\(address)#key")),
            ("did:pkh:eip155:main:\(address)", .wrongChain(text: "did:pkh:eip155:main:\(address)", chain: "main")),
            ("did:pkh:eip155:01:\(address)", .wrongChain(text: "did:pkh:eip155:01:\(address)", chain: "01")),
            ("did:ethr::\(address)", .wrongChain(text: "did:ethr::\(address)", chain: "")),
            (
                "did:ethr:0x04\(String(repeating: "9a", count: 32))",
                .wrongLength(text: "0x04\(String(repeating: "9a", count: 32))", bytes: 33)
            ),
            ("did:web:example.com", .unknownMethod(text: "did:web:example.com")),
            ("did:", .unknownMethod(text: "did:")),
        ])
    func wrongIdentifiers(text: String, expected: DecentralizedIdentifierError) {
        #expect(throws: expected) { try DecentralizedIdentifier(text) }
        #expect(expected.description.hasSuffix("."))
    }

    @Test("GB 45438's object has its seven keys in order, is ASCII and reads back, also by Foundation")
    func aigc() throws {
        let label = AIGCLabel(
            label: .suspectedGenerated, contentProducer: "制作者🙂\"\\\n", produceID: "1", contentPropagator: "p")
        let keys = "Label ContentProducer ProduceID ReservedCode1 ContentPropagator PropagateID ReservedCode2"
        let found = label.json.matches(of: /"([A-Za-z0-9]+)":/).map { String($0.output.1) }
        #expect(found == keys.split(separator: " ").map(String.init) && label.json.utf8.allSatisfy { $0 < 0x7F })
        #expect(AIGCLabel(json: label.json) == label)
        let object = try JSONSerialization.jsonObject(with: Data(label.json.utf8)) as? [String: String]
        #expect(object?["ContentProducer"] == label.contentProducer && object?["Label"] == "3")
        #expect(AIGCLabel(json: #"{"Label":"1","ContentProducer":"x"}"#)?.contentProducer == "x")
        for wrong in ["", "[]", "{}", #"{"Label":"9"}"#, #"{"Label":1}"#, "{"] {
            #expect(AIGCLabel(json: wrong) == nil)
        }
    }

    @Test("moments are those of Foundation's calendar, and read back from each way of writing")
    func moments() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        var dice = Dice(seed: 1)
        let seconds = (0..<300).map { _ in Int.random(in: -9_000_000_000...250_000_000_000, using: &dice) }
        for moment in seconds + [0, -1, 951_782_400, 951_868_799, 4_107_542_399, 253_402_300_799, -62_135_596_800] {
            let time = try #require(UTCTime(secondsSince1970: moment))
            if moment > -9_000_000_000 {
                let date = Date(timeIntervalSince1970: Double(moment))
                let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
                #expect(
                    [time.year, time.month, time.day, time.hour, time.minute, time.second]
                        == [parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second])
            }
            #expect(UTCTime.seconds(from: time.exif) == moment && UTCTime.seconds(from: time.xmp) == moment)
            #expect(UTCTime.seconds(fromIPTC: time.iptcDate, time: time.iptcTime) == moment)
        }
        #expect(UTCTime(secondsSince1970: 253_402_300_800) == nil && UTCTime(secondsSince1970: .min) == nil)
        #expect(UTCTime.seconds(from: "2026-11-24T12:30:00.5-01:30") == 1_795_523_400 + 5_400)
        #expect(UTCTime.seconds(from: "2026-11-24") == 1_795_478_400)
        for wrong in ["", "2026", "2026-13-01", "0000:00:00 00:00:00", "٢٠٢٦-11-24"] {
            #expect(UTCTime.seconds(from: wrong) == nil)
        }
    }
}
