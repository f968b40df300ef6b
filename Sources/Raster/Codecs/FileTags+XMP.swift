extension FileTags {
    /// The texts as an XMP packet (ISO 16684-1), which all web formats carry and which knows every script; nil when
    /// there are none. Exif's texts are ASCII.
    var xmp: String? {
        var properties: [String] = []
        if let artist { properties.append("<dc:creator><rdf:Seq>\(Self.item(artist))</rdf:Seq></dc:creator>") }
        if let copyright { properties.append("<dc:rights>\(Self.anyLanguage(copyright))</dc:rights>") }
        if let description {
            properties.append("<dc:description>\(Self.anyLanguage(description))</dc:description>")
        }
        if let software { properties.append("<xmp:CreatorTool>\(Self.escaped(software))</xmp:CreatorTool>") }
        if let date = dateTime.flatMap(Self.date) { properties.append("<xmp:ModifyDate>\(date)</xmp:ModifyDate>") }
        guard !properties.isEmpty else { return nil }
        return """
            <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
            xmlns:xmp="http://ns.adobe.com/xap/1.0/">
            \(properties.joined(separator: "\n"))
            </rdf:Description></rdf:RDF></x:xmpmeta>
            <?xpacket end="r"?>
            """
    }

    private static func item(_ text: String) -> String { "<rdf:li>\(escaped(text))</rdf:li>" }

    private static func anyLanguage(_ text: String) -> String {
        "<rdf:Alt><rdf:li xml:lang=\"x-default\">\(escaped(text))</rdf:li></rdf:Alt>"
    }

    /// What XML text may hold: markup is spelt out, control characters have no place.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || scalar.value & 0xFFFE == 0xFFFE: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// `YYYY:MM:DD HH:MM:SS` as XMP writes it.
    private static func date(_ text: String) -> String? {
        let parts = text.split(separator: " ")
        guard parts.count == 2 else { return nil }
        return "\(parts[0].replacing(":", with: "-"))T\(parts[1])"
    }
}
