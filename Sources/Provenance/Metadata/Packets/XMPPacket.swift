import Crypto

/// An XMP packet in UTF-8 (ISO 16684-1).
package struct XMPPacket {
    /// Where keywords stand.
    package enum Keywords {
        /// In `dc:subject`.
        case subject
        /// Also in `pdf:Keywords`, joined by commas, for files without an IPTC record: tools that are asked for
        /// "Keywords" by name find nothing else there.
        case subjectAndText
    }

    package enum Namespace {
        package static let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        package static let xml = "http://www.w3.org/XML/1998/namespace"
        package static let dublinCore = "http://purl.org/dc/elements/1.1/"
        package static let basic = "http://ns.adobe.com/xap/1.0/"
        package static let note = "http://ns.adobe.com/xmp/note/"
        package static let pdf = "http://ns.adobe.com/pdf/1.3/"
        package static let iptcExtension = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
        package static let tc260 = "http://www.tc260.org.cn/ns/AIGC/1.0/"
    }

    private static let prefixes = [
        ("dc", Namespace.dublinCore), ("xmp", Namespace.basic), ("pdf", Namespace.pdf),
        ("Iptc4xmpExt", Namespace.iptcExtension), ("TC260", Namespace.tc260), ("xmpNote", Namespace.note),
    ]

    /// Each as an XML element with its prefix.
    private let properties: [String]

    /// - Parameter metadata: tidied.
    package init(_ metadata: Metadata, keywords: Keywords = .subject) {
        let label = metadata.aiLabel
        let time = metadata.created.flatMap { UTCTime(secondsSince1970: $0)?.xmp }
        let subject = metadata.keywords
        let simple: [(name: String, text: String?)] = [
            ("xmp:CreatorTool", metadata.creatorTool), ("xmp:CreateDate", time), ("xmp:ModifyDate", time),
            ("pdf:Keywords", keywords == .subject || subject.isEmpty ? nil : subject.joined(separator: ", ")),
            ("Iptc4xmpExt:DigitalSourceType", label?.digitalSourceType?.uri),
            ("Iptc4xmpExt:AISystemUsed", label?.systemUsed),
            ("Iptc4xmpExt:AISystemVersionUsed", label?.systemVersion), ("TC260:AIGC", label?.aigc?.json),
        ]
        properties =
            [
                Self.list("dc:creator", "rdf:Seq", [metadata.artist].compactMap(\.self)),
                Self.anyLanguage("dc:title", metadata.title), Self.anyLanguage("dc:description", metadata.description),
                Self.anyLanguage("dc:rights", metadata.copyright), Self.list("dc:subject", "rdf:Bag", subject),
            ].compactMap(\.self)
            + simple.compactMap { name, text in text.map { "<\(name)>\(Self.escaped($0))</\(name)>" } }
    }

    /// The packet whole, in the wrapper that lets tools find it.
    package var bytes: [UInt8] { Self.wrapped(properties) }

    /// The packet in a main part of at most `limit` bytes and, when it is larger, a second part with its longest
    /// properties, which the main part names by its digest (ISO 16684-3 §1.1.3.1).
    package func parts(limit: Int) -> (main: [UInt8], extended: (digest: String, bytes: [UInt8])?) {
        var (kept, moved): ([String], [String]) = (properties, [])
        var extended: (digest: String, bytes: [UInt8])?
        var main = bytes
        while main.count > limit,
            let longest = kept.indices.max(by: { kept[$0].utf8.count < kept[$1].utf8.count })
        {
            moved.append(kept.remove(at: longest))
            let rest = Array(Self.document(moved).utf8)
            let digest = Insecure.MD5.hash(data: rest).flatMap { [$0 >> 4, $0 & 15] }
                .map { String($0, radix: 16, uppercase: true) }.joined()
            extended = (digest, rest)
            main = Self.wrapped(kept + ["<xmpNote:HasExtendedXMP>\(digest)</xmpNote:HasExtendedXMP>"])
        }
        return (main, extended)
    }

    /// The wrapper says that the packet is not to be changed in place: it has no room to grow.
    private static func wrapped(_ properties: [String]) -> [UInt8] {
        let begin = "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
        return Array((begin + document(properties) + "\n<?xpacket end=\"r\"?>").utf8)
    }

    private static func document(_ properties: [String]) -> String {
        let namespaces = prefixes.filter { prefix, _ in properties.contains { $0.hasPrefix("<\(prefix):") } }
            .map { " xmlns:\($0)=\"\($1)\"" }.joined()
        return """
            <x:xmpmeta xmlns:x="adobe:ns:meta/">
            <rdf:RDF xmlns:rdf="\(Namespace.rdf)">
            <rdf:Description rdf:about=""\(namespaces)>
            \(properties.joined(separator: "\n"))
            </rdf:Description>
            </rdf:RDF>
            </x:xmpmeta>
            """
    }

    private static func list(_ name: String, _ kind: String, _ items: [String]) -> String? {
        guard !items.isEmpty else { return nil }
        let items = items.map { "<rdf:li>\(escaped($0))</rdf:li>" }.joined()
        return "<\(name)><\(kind)>\(items)</\(kind)></\(name)>"
    }

    private static func anyLanguage(_ name: String, _ text: String?) -> String? {
        text.map { "<\(name)><rdf:Alt><rdf:li xml:lang=\"x-default\">\(escaped($0))</rdf:li></rdf:Alt></\(name)>" }
    }

    /// Markup spelt out. Tidied texts hold no character that XML does not.
    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
