import Foundation
import Synchronization

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// An element of a server's answer: its name without its namespace, its text, its children.
struct XMLNode: Sendable {
    var name: String
    var text = ""
    var children: [XMLNode] = []

    /// S3's answers are flat; what is deeper is none of them.
    private static let deepest = 16

    /// - Returns: nil for what is no XML.
    init?(_ data: Data) {
        let parser = XMLParser(data: data)
        // Nothing outside the text is read on its behalf.
        parser.shouldResolveExternalEntities = false
        let builder = Builder(deepest: Self.deepest)
        parser.delegate = builder
        guard parser.parse(), let root = builder.root else { return nil }
        self = root
    }

    private init(name: String) { self.name = name }

    /// The first child of that name.
    subscript(name: String) -> XMLNode? { children.first { $0.name == name } }

    /// The text of the first child of that name.
    func text(_ name: String) -> String? { self[name]?.text }

    private final class Builder: NSObject, XMLParserDelegate {
        private(set) var root: XMLNode?
        private var open: [XMLNode] = []
        private let deepest: Int

        init(deepest: Int) { self.deepest = deepest }

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            guard open.count < deepest else { return parser.abortParsing() }
            let local = name.split(separator: ":").last.map(String.init) ?? name
            open.append(XMLNode(name: local))
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) {
            if !open.isEmpty { open[open.count - 1].text += string }
        }

        func parser(
            _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
        ) {
            guard let node = open.popLast() else { return }
            if open.isEmpty { root = node } else { open[open.count - 1].children.append(node) }
        }
    }
}
