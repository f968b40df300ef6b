import Provenance

// What a work says of itself.
extension RecipeKind<String> {
    /// A text. `check` tells what is wrong with one; nil for nothing.
    static func text(
        longest: Int = 2000, check: @escaping @Sendable (String) -> RecipeField.Mismatch? = { _ in nil }
    ) -> Self {
        let accepts = "a text of 1 to \(longest) characters without control characters"
        return Self(
            accepts: accepts, isText: true,
            read: { value throws(RecipeField.Mismatch) in
                guard case .string(let text) = value, text.isPlain(longest: longest) else {
                    throw .init(expected: accepts, found: value.summary)
                }
                if let mismatch = check(text) { throw mismatch }
                return text
            },
            write: { .string($0) })
    }
}

extension RecipeKind<[String]> {
    private static var mostTexts: Int { 64 }
    /// IPTC's limit of bytes for a keyword is passed over: every other home holds more.
    private static var longestOfTexts: Int { 200 }

    /// Several short texts; on a command line between commas.
    static var texts: Self {
        let one = "a text of 1 to \(longestOfTexts) characters without control characters"
        let accepts = "an array of at most \(mostTexts) texts, each \(one), or one text with commas between them"
        return Self(
            accepts: accepts, isText: true,
            read: { value throws(RecipeField.Mismatch) in
                var texts: [String] = []
                switch value {
                case .string(let text):
                    texts = text.split(separator: ",").map { trimmed($0) }.filter { !$0.isEmpty }
                case .array(let elements):
                    for (index, element) in elements.enumerated() {
                        guard case .string(let text) = element else {
                            throw .init(index: index, expected: one, found: element.summary)
                        }
                        texts.append(text)
                    }
                default: throw .init(expected: accepts, found: value.summary)
                }
                guard texts.count <= mostTexts else { throw .init(expected: accepts, found: "\(texts.count) texts") }
                for (index, text) in texts.enumerated() {
                    guard text.isPlain(longest: longestOfTexts) else {
                        throw .init(index: index, expected: one, found: JSONValue.string(text).summary)
                    }
                    if var mismatch = RecipeField.templateProblem(text) {
                        mismatch.index = index
                        throw mismatch
                    }
                }
                return texts
            },
            write: { .array($0.map(JSONValue.string)) })
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0.isWhitespace }
        return String(
            start[..<(start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex)])
    }
}

extension RecipeField {
    /// What is wrong with a text as a template; nil for nothing.
    static func templateProblem(_ text: String) -> Mismatch? {
        do {
            _ = try TextTemplate(text)
            return nil
        } catch {
            let names = TextTemplate.Variable.allCases.map(\.rawValue).joined(separator: ", ")
            return Mismatch(expected: "a text whose braces hold one of \(names)", found: error.description)
        }
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
}

extension String {
    fileprivate func isPlain(longest: Int) -> Bool {
        (1...longest).contains(count)
            && unicodeScalars.allSatisfy { $0.properties.generalCategory != .control || $0 == "\n" }
    }
}
