/// Reads the values of a record and keeps every problem that it meets, so that a person hears of all of them at once.
struct RightsReader {
    private(set) var problems: [RightsError.Problem] = []

    /// Longer keys than any of ours, and than what a person mistypes.
    private static let longestGuess = 60

    mutating func report(_ problem: RightsError.Problem) {
        problems.append(problem)
    }

    /// The members of an object; keys that are not among `keys` are reported. Null is the same as an absent key.
    mutating func members(of value: JSONValue, at path: JSONPath, keys: [String]) -> [String: JSONValue]? {
        guard case .object(let members) = value else {
            report(.wrongValue(path: path, expected: "an object of keys and values", found: value.summary))
            return nil
        }
        for key in members.keys.sorted() where !keys.contains(key) {
            let nearest = key.utf8.count <= Self.longestGuess ? keys.nearest(to: key) : nil
            report(.unknownKey(path: path.key(key), nearest: nearest))
        }
        return members.filter { $0.value != .null }
    }

    /// Reads a key that must stand, with one of the readers below.
    mutating func required<Value>(
        _ key: String, of members: [String: JSONValue], at path: JSONPath, because reason: String? = nil,
        _ read: (inout RightsReader, JSONValue, JSONPath) -> Value?
    ) -> Value? {
        guard let value = members[key] else {
            report(.missingKey(path: path.key(key), because: reason))
            return nil
        }
        return read(&self, value, path.key(key))
    }

    /// Reads a key that may be absent.
    mutating func optional<Value>(
        _ key: String, of members: [String: JSONValue], at path: JSONPath,
        _ read: (inout RightsReader, JSONValue, JSONPath) -> Value?
    ) -> Value? {
        members[key].flatMap { read(&self, $0, path.key(key)) }
    }

    mutating func truth(_ value: JSONValue, at path: JSONPath) -> Bool? {
        if case .bool(let truth) = value { return truth }
        return refuse(value, at: path, expected: "true or false")
    }

    /// Each element, read with one of the other readers.
    mutating func list<Element>(
        _ value: JSONValue, at path: JSONPath, _ read: (inout RightsReader, JSONValue, JSONPath) -> Element?
    ) -> [Element]? {
        guard case .array(let elements) = value else { return refuse(value, at: path, expected: "an array") }
        return elements.enumerated().compactMap { read(&self, $0.element, path.index($0.offset)) }
    }

    mutating func choice<Choice>(_ value: JSONValue, at path: JSONPath) -> Choice?
    where Choice: RawRepresentable<String> & CaseIterable {
        let names = Choice.allCases.map(\.rawValue)
        let expected = "one of " + names.joined(separator: ", ")
        guard case .string(let name) = value else { return refuse(value, at: path, expected: expected) }
        if let choice = Choice(rawValue: name) { return choice }
        let nearest = name.utf8.count <= Self.longestGuess ? names.nearest(to: name) : nil
        let hint = nearest.map { " (did you mean \"\($0)\"?)" } ?? ""
        report(.wrongValue(path: path, expected: expected, found: value.summary + hint))
        return nil
    }

    /// 1 to 2000 characters; line feeds, but no other control characters.
    mutating func text(_ value: JSONValue, at path: JSONPath) -> String? {
        if case .string(let text) = value, (1...2000).contains(text.count), isPlain(text, lineFeeds: true) {
            return text
        }
        return refuse(value, at: path, expected: "a text of 1 to 2000 characters without control characters")
    }

    /// A file's name without folders.
    mutating func fileName(_ value: JSONValue, at path: JSONPath) -> String? {
        if case .string(let name) = value, isFileName(name) { return name }
        return refuse(value, at: path, expected: "a file's name, without folders")
    }

    /// A path that stays inside its folder.
    mutating func relativePath(_ value: JSONValue, at path: JSONPath) -> String? {
        if case .string(let text) = value, text.utf8.count <= 1000,
            text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy({ isFileName(String($0)) })
        {
            return text
        }
        return refuse(value, at: path, expected: "a path inside the folder of evidence, such as papers/release.pdf")
    }

    mutating func digest(_ value: JSONValue, at path: JSONPath) -> Digest? {
        if case .string(let text) = value, let digest = Digest(hexadecimal: text) { return digest }
        return refuse(value, at: path, expected: "a SHA-256 in 64 lower-case hexadecimal digits, as sha256sum prints")
    }

    mutating func day(_ value: JSONValue, at path: JSONPath) -> CalendarDay? {
        if case .string(let text) = value, let day = CalendarDay(text) { return day }
        return refuse(value, at: path, expected: "a day such as 2030-12-31")
    }

    private mutating func refuse<Value>(_ value: JSONValue, at path: JSONPath, expected: String) -> Value? {
        report(.wrongValue(path: path, expected: expected, found: value.summary))
        return nil
    }

    private func isFileName(_ name: String) -> Bool {
        (1...255).contains(name.utf8.count) && name != "." && name != ".." && !name.utf8.contains(UInt8(ascii: "/"))
            && isPlain(name, lineFeeds: false)
    }

    private func isPlain(_ text: String, lineFeeds: Bool) -> Bool {
        text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control || (lineFeeds && $0 == "\n") }
    }
}
