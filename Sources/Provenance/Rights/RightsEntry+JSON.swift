extension RightsEntry {
    private static let keys = [
        "role", "file", "sha256", "person", "basis", "evidence", "uses", "expires", "note",
    ]

    /// Nil when a problem stands in the way; it is reported then.
    static func read(_ reader: inout RightsReader, _ value: JSONValue, _ path: JSONPath) -> RightsEntry? {
        guard let members = reader.members(of: value, at: path, keys: keys) else { return nil }
        let role: RightsRole? = reader.required("role", of: members, at: path) { $0.choice($1, at: $2) }
        let file = reader.optional("file", of: members, at: path) { $0.fileName($1, at: $2) }
        let sha256 = reader.optional("sha256", of: members, at: path) { $0.digest($1, at: $2) }
        if members["file"] == nil, members["sha256"] == nil {
            reader.report(.missingKey(path: path.key("file"), because: "one of file and sha256 must name the picture"))
        }
        let person = reader.required("person", of: members, at: path) { $0.text($1, at: $2) }
        let basis: RightsBasis? = reader.required("basis", of: members, at: path) { $0.choice($1, at: $2) }
        let evidence = reader.optional("evidence", of: members, at: path, RightsEvidence.read)
        let uses = reader.optional("uses", of: members, at: path, readUses)
        let expires = reader.optional("expires", of: members, at: path) { $0.day($1, at: $2) }
        let note = reader.optional("note", of: members, at: path) { $0.text($1, at: $2) }
        if let basis {
            let reason = "the basis \(basis.rawValue) needs it"
            if basis.needsEvidence, members["evidence"] == nil {
                reader.report(.missingKey(path: path.key("evidence"), because: reason))
            }
            if basis.needsUses, members["uses"] == nil {
                reader.report(.missingKey(path: path.key("uses"), because: reason))
            }
        }
        guard let role, let person, let basis else { return nil }
        return RightsEntry(
            role: role, file: file, sha256: sha256, person: person, basis: basis, evidence: evidence, uses: uses,
            expires: expires, note: note)
    }

    /// Absent keys are left out.
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "role": .string(role.rawValue), "person": .string(person), "basis": .string(basis.rawValue),
        ]
        members["file"] = file.map(JSONValue.string)
        members["sha256"] = sha256.map { .string($0.hexadecimal) }
        members["evidence"] = evidence.map(\.json)
        members["uses"] = uses.map { uses in
            .array(RightsUse.allCases.filter(uses.contains).map { .string($0.rawValue) })
        }
        members["expires"] = expires.map { .string($0.description) }
        members["note"] = note.map(JSONValue.string)
        return .object(members)
    }

    private static func readUses(
        _ reader: inout RightsReader, _ value: JSONValue, _ path: JSONPath
    ) -> Set<RightsUse>? {
        let found: [RightsUse]? = reader.list(value, at: path) { $0.choice($1, at: $2) }
        if case .array(let elements) = value, elements.isEmpty {
            reader.report(
                .wrongValue(path: path, expected: "at least one use, or leave uses out", found: value.summary))
        }
        return found.map(Set.init)
    }
}

extension RightsEvidence {
    static func read(_ reader: inout RightsReader, _ value: JSONValue, _ path: JSONPath) -> RightsEvidence? {
        guard let members = reader.members(of: value, at: path, keys: ["file", "sha256"]) else { return nil }
        let file = reader.required("file", of: members, at: path) { $0.relativePath($1, at: $2) }
        let sha256 = reader.required("sha256", of: members, at: path) { $0.digest($1, at: $2) }
        guard let file, let sha256 else { return nil }
        return RightsEvidence(file: file, sha256: sha256)
    }

    var json: JSONValue { .object(["file": .string(file), "sha256": .string(sha256.hexadecimal)]) }
}
