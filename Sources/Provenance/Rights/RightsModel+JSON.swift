extension RightsModel {
    /// A word rather than a truth: `forbidden` in a record is read by people who do not know the key.
    private enum CommercialUse: String, CaseIterable {
        case allowed
        case forbidden
    }

    static func read(_ reader: inout RightsReader, _ value: JSONValue, _ path: JSONPath) -> RightsModel? {
        let keys = ["name", "licence", "commercial_use"]
        guard let members = reader.members(of: value, at: path, keys: keys) else { return nil }
        let name = reader.required("name", of: members, at: path) { $0.text($1, at: $2) }
        let licence = reader.required("licence", of: members, at: path) { $0.text($1, at: $2) }
        let use: CommercialUse? = reader.required("commercial_use", of: members, at: path) { $0.choice($1, at: $2) }
        guard let name, let licence, let use else { return nil }
        return RightsModel(name: name, licence: licence, allowsCommercialUse: use == .allowed)
    }

    var json: JSONValue {
        let use: CommercialUse = allowsCommercialUse ? .allowed : .forbidden
        return .object([
            "name": .string(name), "licence": .string(licence), "commercial_use": .string(use.rawValue),
        ])
    }
}
