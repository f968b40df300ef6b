import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

extension XMPPacket {
    /// What a packet says, together with the extended part that it names.
    /// - Returns: nil when it is no XMP in UTF-8, or has a document type: entities have no place in XMP, and expand
    ///   without bound.
    package static func metadata(in packet: [UInt8], extended: [String: [UInt8]] = [:]) -> Metadata? {
        guard var properties = properties(in: packet) else { return nil }
        if let digest = properties[XMPName(Namespace.note, "HasExtendedXMP")]?.first?.text,
            let rest = extended[digest], let more = Self.properties(in: rest)
        {
            properties.merge(more) { main, _ in main }
        }
        let texts = { (namespace: String, name: String) in
            (properties[XMPName(namespace, name)] ?? []).map(\.text).filter { !$0.isEmpty }
        }
        let oneLanguage = { (name: String) -> String? in
            let items = properties[XMPName(Namespace.dublinCore, name)] ?? []
            let text = (items.first { $0.language == "x-default" } ?? items.first)?.text
            return text.flatMap { $0.isEmpty ? nil : $0 }
        }
        let creators = texts(Namespace.dublinCore, "creator")
        let label = AILabel(
            digitalSourceType: texts(Namespace.iptcExtension, "DigitalSourceType").first.flatMap(
                DigitalSourceType.init(uri:)),
            systemUsed: texts(Namespace.iptcExtension, "AISystemUsed").first,
            systemVersion: texts(Namespace.iptcExtension, "AISystemVersionUsed").first,
            aigc: texts(Namespace.tc260, "AIGC").first.flatMap(AIGCLabel.init(json:)))
        return Metadata(
            artist: creators.isEmpty ? nil : creators.joined(separator: "; "), title: oneLanguage("title"),
            description: oneLanguage("description"), copyright: oneLanguage("rights"),
            keywords: texts(Namespace.dublinCore, "subject"), creatorTool: texts(Namespace.basic, "CreatorTool").first,
            created: texts(Namespace.basic, "CreateDate").first.flatMap(UTCTime.seconds(from:)),
            aiLabel: label == AILabel() ? nil : label)
    }

    private static func properties(in packet: [UInt8]) -> [XMPName: [XMPProperties.Item]]? {
        guard let text = String(validating: packet, as: UTF8.self), !text.contains("<!DOCTYPE"),
            !text.contains("<!ENTITY")
        else { return nil }
        // An XML declaration could name another encoding, in which a document type looks different.
        let declared = text.firstMatch(of: /<\?xml\s[^>]*encoding\s*=\s*["']([^"']*)/)?.output.1
        guard declared == nil || declared?.lowercased() == "utf-8" else { return nil }
        // Packets may be filled up with spaces or zeros behind their end.
        let content = packet.reversed().drop { $0 == 0 || $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
        let parser = XMLParser(data: Data(content.reversed()))
        parser.shouldResolveExternalEntities = false
        let reader = XMPProperties()
        parser.delegate = reader
        return parser.parse() && reader.isXMP ? reader.properties : nil
    }
}
