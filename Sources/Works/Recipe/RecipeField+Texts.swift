import Provenance

// Fields of what a work says of itself.
extension RecipeField {
    private static let mostTexts = 64
    /// IPTC's limit of bytes for a keyword is passed over: every other home holds more.
    private static let longestOfTexts = 200

    /// Several short texts; on a command line between commas.
    static func texts(
        _ key: String, _ property: WritableKeyPath<Recipe, [String]> & Sendable, _ meaning: String
    ) -> RecipeField {
        let one = "a text of 1 to \(longestOfTexts) characters without control characters"
        let accepts = "an array of at most \(mostTexts) texts, each \(one), or one text with commas between them"
        return RecipeField(
            key: key, alias: nil, accepts: accepts, meaning: meaning,
            read: { value, recipe throws(Mismatch) in
                var texts: [String] = []
                switch value {
                case .string(let text):
                    texts = text.split(separator: ",").map { trimmed($0) }.filter { !$0.isEmpty }
                case .array(let elements):
                    for (index, element) in elements.enumerated() {
                        guard case .string(let text) = element else {
                            throw Mismatch(index: index, expected: one, found: element.summary)
                        }
                        texts.append(text)
                    }
                default: throw Mismatch(expected: accepts, found: value.summary)
                }
                guard texts.count <= mostTexts else { throw Mismatch(expected: accepts, found: "\(texts.count) texts") }
                for (index, text) in texts.enumerated() {
                    guard isPlain(text, longest: longestOfTexts) else {
                        throw Mismatch(index: index, expected: one, found: JSONValue.string(text).summary)
                    }
                    if var mismatch = templateProblem(text) {
                        mismatch.index = index
                        throw mismatch
                    }
                }
                recipe[keyPath: property] = texts
            },
            write: { .array($0[keyPath: property].map(JSONValue.string)) }, isText: true)
    }

    /// What is wrong with a text as an artist's name; nil for nothing.
    static func artistProblem(_ text: String) -> Mismatch? {
        guard DecentralizedIdentifier.isMeant(by: text) else { return nil }
        do {
            _ = try DecentralizedIdentifier(text)
            return nil
        } catch {
            let reason = "\(error)".split(separator: ". ").first.map(String.init) ?? "\(error)"
            return Mismatch(
                expected: "any text, or a whole did:pkh:eip155:CHAIN:0x… or did:ethr:0x… as the wallet shows it",
                found: reason)
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0.isWhitespace }
        return String(
            start[..<(start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex)])
    }
}
