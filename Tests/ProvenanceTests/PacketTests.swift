import Provenance
import Testing

@Suite("Packets of metadata")
struct PacketTests {
    @Test("XMP with a document type or in another encoding is refused; attributes and CDATA are read")
    func xmp() {
        let head = """
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <r:Description r:about="" xmlns:q="http://ns.adobe.com/xap/1.0/" q:CreatorTool="A &amp; B"
             xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:i="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
            """
        let body = """
            <dc:title><r:Alt><r:li xml:lang="de">Titel</r:li><r:li xml:lang="x-default"><![CDATA[<T>]]> &#x1F642;</r:li>
            </r:Alt></dc:title><dc:creator><r:Seq><r:li>Ann</r:li><r:li>Bob</r:li></r:Seq></dc:creator>
            <i:DigitalSourceType r:resource="http://cv.iptc.org/newscodes/digitalsourcetype/composite"/>
            <i:Structure><r:Description><dc:rights>inner</dc:rights></r:Description></i:Structure>
            """
        let packet = head + body + "</r:Description></r:RDF></x:xmpmeta>"
        let expected = Metadata(
            artist: "Ann; Bob", title: "<T> 🙂", creatorTool: "A & B", aiLabel: AILabel(digitalSourceType: .composite))
        #expect(XMPPacket.metadata(in: Array(packet.utf8)) == expected)
        #expect(
            XMPPacket.metadata(in: Array("<?xml version='1.0' encoding='utf-8'?>\(packet)\n \0\0".utf8)) == expected)
        let refused = [
            "<?xml version='1.0' encoding='UTF-7'?>" + packet,
            "<!DOCTYPE x [<!ENTITY a \"aaaa\">]>" + packet.replacing("Titel", with: "&a;"),
            packet.replacing("Titel", with: "&unknown;"), String(packet.dropLast(3)), "<a/>", "",
        ]
        for text in refused { #expect(XMPPacket.metadata(in: Array(text.utf8)) == nil, "\(text.prefix(60))") }
        #expect(XMPPacket.metadata(in: Array(packet.utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }) == nil)
    }

    @Test("IIM's limits cut whole characters, and leave identifiers whole")
    func limits() throws {
        let metadata = Metadata(
            artist: String(repeating: "é", count: 17), title: String(repeating: "e\u{301}", count: 30),
            description: String(repeating: "👩‍👩‍👧", count: 200),
            keywords: ["e" + String(repeating: "\u{301}", count: 99)])
        let read = try #require(IPTCRecord(metadata).flatMap { IPTCRecord.metadata(in: $0.bytes) })
        #expect(
            read.artist == String(repeating: "é", count: 16) && read.title == String(repeating: "e\u{301}", count: 21))
        #expect(read.description == String(repeating: "👩‍👩‍👧", count: 111))
        // One character that is too long alone is cut at code points.
        #expect(read.keywords == ["e" + String(repeating: "\u{301}", count: 31)])
        #expect(IPTCRecord(Metadata(creatorTool: "x")) == nil)
    }

    @Test("IIM's extended lengths are read, and lengths that lie are not followed")
    func datasets() {
        let long = [UInt8](repeating: 0x61, count: 70_000)
        let extended: [UInt8] = [0x1C, 2, 120, 0x80, 4, 0, 1, 0x11, 0x70] + long
        #expect(IPTCRecord.metadata(in: extended)?.description?.count == 70_000)
        #expect(IPTCRecord.metadata(in: Array(extended.dropLast())) == nil)
        #expect(IPTCRecord.metadata(in: [0x1C, 2, 120, 0x80, 9, 0, 0]) == nil)
        #expect(IPTCRecord.metadata(in: [0x1C, 2, 5, 0, 1, 0xE9])?.title == "é")
        // As 32-bit numbers with their bytes turned round, and filled up with zeros.
        #expect(IPTCRecord.metadata(in: [0, 5, 2, 0x1C, 0, 0, 0x61, 1])?.title == "a")
    }

    @Test("a packet is split only when it must be, and names its other part by its MD5")
    func split() {
        let small = XMPPacket(Metadata(title: "T")).parts(limit: 65_502)
        #expect(small.extended == nil && small.main == XMPPacket(Metadata(title: "T")).bytes)
        let text = String(repeating: "x", count: 65_600)
        let (main, extended) = XMPPacket(Metadata(title: "T", description: text)).parts(limit: 65_502)
        #expect(main.count < 1_000 && extended?.bytes.count ?? 0 > 65_600 && extended?.digest.utf8.count == 32)
        let packets = extended.map { [$0.digest: $0.bytes] } ?? [:]
        #expect(XMPPacket.metadata(in: main, extended: packets) == Metadata(title: "T", description: text))
        #expect(XMPPacket.metadata(in: main)?.title == "T")
    }

    @Test("the CRC is that of the standard's check text")
    func crc() {
        #expect(CRC32.checksum(of: Array("123456789".utf8)) == 0xCBF4_3926)
    }
}
