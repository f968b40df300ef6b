import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// A property's or an element's name with its namespace.
package struct XMPName: Hashable {
    package var namespace, name: String

    package init(_ namespace: String, _ name: String) {
        (self.namespace, self.name) = (namespace, name)
    }
}

/// Collects the properties of an XMP packet as its XML is read: those of each `rdf:Description` directly under
/// `rdf:RDF`, as elements or as attributes, with one text or the items of a list. Structures are passed over.
///
/// Namespaces are resolved here, since FoundationXML gives attributes with their prefixes only.
package final class XMPProperties: NSObject, XMLParserDelegate {
    package struct Item: Equatable {
        package var text: String
        package var language: String?
    }

    private(set) var properties: [XMPName: [Item]] = [:]
    /// Whether `rdf:RDF` was met.
    private(set) var isXMP = false

    private static let rdf = XMPName(XMPPacket.Namespace.rdf, "RDF")
    private static let description = XMPName(XMPPacket.Namespace.rdf, "Description")
    private static let item = XMPName(XMPPacket.Namespace.rdf, "li")
    private static let resource = XMPName(XMPPacket.Namespace.rdf, "resource")
    private static let language = XMPName(XMPPacket.Namespace.xml, "lang")
    private static let lists = Set(["Seq", "Bag", "Alt"].map { XMPName(XMPPacket.Namespace.rdf, $0) })

    private var path: [XMPName] = []
    private var scopes: [[String: String]] = [["xml": XMPPacket.Namespace.xml]]
    /// How many of `path` stand before a property; nil outside properties.
    private var propertyDepth: Int?
    private var items: [Item] = []
    private var text = ""
    private var itemLanguage: String?
    private var resource: String?

    package func parser(
        _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String] = [:]
    ) {
        var scope = scopes.last ?? [:]
        for (name, value) in attributes where name.hasPrefix("xmlns") {
            scope[name == "xmlns" ? "" : String(name.dropFirst("xmlns:".count))] = value
        }
        scopes.append(scope)
        let name = resolved(elementName)
        if name == Self.rdf { isXMP = true }
        if propertyDepth == nil, path.suffix(2) == [Self.rdf, Self.description] {
            propertyDepth = path.count
            (items, text) = ([], "")
            resource = attributes.first { resolved($0.key) == Self.resource }?.value
        } else if isItem(name, at: path.count) {
            text = ""
            itemLanguage = attributes.first { resolved($0.key) == Self.language }?.value
        } else if name == Self.description, path.last == Self.rdf {
            for (key, value) in attributes where key.contains(":") && !key.hasPrefix("xmlns") {
                keep([Item(text: value)], as: resolved(key))
            }
        }
        path.append(name)
    }

    package func parser(_ parser: XMLParser, foundCharacters string: String) {
        // Text of a property itself, or of an item of its list.
        guard let propertyDepth, path.count == propertyDepth + 1 || path.count == propertyDepth + 3 else { return }
        text += string
    }

    package func parser(_ parser: XMLParser, foundCDATA block: Data) {
        self.parser(parser, foundCharacters: String(decoding: block, as: UTF8.self))
    }

    package func parser(
        _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName: String?
    ) {
        let name = path.popLast()
        scopes.removeLast()
        if let name, isItem(name, at: path.count) {
            items.append(Item(text: text, language: itemLanguage))
        } else if let name, propertyDepth == path.count {
            keep(items.isEmpty ? [Item(text: resource ?? text)] : items, as: name)
            propertyDepth = nil
        }
    }

    /// Whether an element is an item of a property's list, one level below it.
    private func isItem(_ name: XMPName, at depth: Int) -> Bool {
        guard let propertyDepth, let list = path.last else { return false }
        return name == Self.item && depth == propertyDepth + 2 && Self.lists.contains(list)
    }

    /// The first statement counts.
    private func keep(_ items: [Item], as name: XMPName) {
        if properties[name] == nil { properties[name] = items }
    }

    private func resolved(_ name: String) -> XMPName {
        let scope = scopes.last ?? [:]
        guard let colon = name.firstIndex(of: ":") else { return XMPName(scope[""] ?? "", name) }
        return XMPName(scope[String(name[..<colon])] ?? "", String(name[name.index(after: colon)...]))
    }
}
