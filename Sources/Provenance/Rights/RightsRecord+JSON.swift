extension RightsRecord {
    private static let keys = ["version", "commercial", "entries", "models"]

    /// Reads a record from the bytes of a JSON text.
    /// - Throws: `RightsError` with every problem that was found.
    public init(text: [UInt8]) throws(RightsError) {
        let json: JSONValue
        do {
            json = try JSONReader.value(of: text)
        } catch {
            switch error {
            case .duplicateKey(let path): throw RightsError([.duplicateKey(path: path)])
            case .syntax(let line, let column, let problem):
                throw RightsError([.syntax(line: line, column: column, problem: problem)])
            }
        }
        try self.init(json: json)
    }

    /// Reads a record from its JSON value.
    /// - Throws: `RightsError` with every problem that was found.
    public init(json: JSONValue) throws(RightsError) {
        var reader = RightsReader()
        guard let members = reader.members(of: json, at: .root, keys: Self.keys) else {
            throw RightsError(reader.problems)
        }
        let version = reader.required("version", of: members, at: .root) { _, value, _ in value }
        if let version, version != JSONValue(Self.version) {
            let path = JSONPath.root.key("version")
            reader.report(.wrongValue(path: path, expected: "\(Self.version)", found: version.summary))
        }
        let commercial = reader.required("commercial", of: members, at: .root) { $0.truth($1, at: $2) }
        let entries = reader.required("entries", of: members, at: .root) {
            $0.list($1, at: $2, RightsEntry.read)
        }
        let models = reader.optional("models", of: members, at: .root) { $0.list($1, at: $2, RightsModel.read) }
        guard reader.problems.isEmpty, let commercial, let entries else { throw RightsError(reader.problems) }
        self.init(commercial: commercial, entries: entries, models: models ?? [])
    }

    /// The record in full; keys that say nothing are left out.
    public var json: JSONValue {
        var members: [String: JSONValue] = [
            "version": JSONValue(Self.version), "commercial": .bool(commercial),
            "entries": .array(entries.map(\.json)),
        ]
        if !models.isEmpty { members["models"] = .array(models.map(\.json)) }
        return .object(members)
    }
}
