import Foundation

extension Manifest {
    /// Prefixes that metadata may use, with their namespaces.
    static let namespaces = [
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
        "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
        "photoshop": "http://ns.adobe.com/photoshop/1.0/",
        "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
        "xmp": "http://ns.adobe.com/xap/1.0/",
        "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    ]

    /// The library's definition of the manifest, but for ingredients that have a file: those follow one by one.
    /// - Parameter redactions: addresses of assertions in the ingredients' own credentials that are left out.
    func definition(for format: CredentialFormat, redacting redactions: [String]) throws(ManifestError) -> JSONValue {
        var entries: [JSONValue] = [
            Self.assertion("c2pa.actions.v2", .object(["actions": .array(actionsJSON(redactions))]), isCreated: true)
        ]
        for (label, content) in assertions.sorted(by: { $0.key < $1.key }) {
            entries.append(Self.assertion(label, content, isCreated: true))
        }
        // What the author says of the work is gathered, not created: the program cannot vouch for it.
        if !permissions.isEmpty {
            let uses = permissions.map { ($0.purpose.rawValue, $0.json) }
            let members = Dictionary(uses, uniquingKeysWith: { _, last in last })
            entries.append(Self.assertion("cawg.training-mining", .object(["entries": .object(members)])))
        }
        if !metadata.isEmpty {
            let context = try metadataContext().mapValues { JSONValue.string($0) }
            let content = metadata.merging(["@context": .object(context)]) { own, _ in own }
            entries.append(Self.assertion("cawg.metadata", .object(content), isJSON: true))
        }
        var members: [String: JSONValue] = [
            "claim_version": .number(2),
            "label": .string("urn:c2pa:\(identifier.uuidString.lowercased())"),
            "instance_id": .string("xmp:iid:\(identifier.uuidString.lowercased())"),
            "title": .string(title),
            "format": .string(format.rawValue),
            "claim_generator_info": .array([generator.json]),
            "ingredients": .array(ingredients.filter { $0.file == nil }.map(\.json)),
            "assertions": .array(entries),
        ]
        if !redactions.isEmpty { members["redactions"] = .array(redactions.map { .string($0) }) }
        return .object(members)
    }

    /// The namespaces of the prefixes that the metadata uses.
    func metadataContext() throws(ManifestError) -> [String: String] {
        var context: [String: String] = [:]
        for key in metadata.keys.sorted() {
            let parts = key.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[1].isEmpty, let namespace = Self.namespaces[String(parts[0])] else {
                throw .unknownMetadata(key: key)
            }
            context[String(parts[0])] = namespace
        }
        return context
    }

    private func actionsJSON(_ redactions: [String]) -> [JSONValue] {
        let removals = redactions.map { address in
            JSONValue.object([
                "action": .string("c2pa.redacted"), "reason": .string("c2pa.PII.present"),
                "parameters": .object(["redacted": .string(address)]),
            ])
        }
        return actions.map(\.json) + removals
    }

    private static func assertion(
        _ label: String, _ content: JSONValue, isCreated: Bool = false, isJSON: Bool = false
    ) -> JSONValue {
        var members: [String: JSONValue] = ["label": .string(label), "data": content]
        if isCreated { members["created"] = .bool(true) }
        if isJSON { members["kind"] = .string("Json") }
        return .object(members)
    }
}

extension Manifest.Software {
    var json: JSONValue { .object(["name": .string(name), "version": .string(version)]) }
}

extension ManifestAction {
    var json: JSONValue {
        var members: [String: JSONValue] = ["action": .string(name.rawValue)]
        if let sourceType { members["digitalSourceType"] = .string(sourceType.uri) }
        if let software { members["softwareAgent"] = software.json }
        if let date { members["when"] = .string(date.formatted(.iso8601)) }
        if let description { members["description"] = .string(description) }
        var parameters = parameters
        if !ingredients.isEmpty { parameters["ingredientIds"] = .array(ingredients.map { .string($0) }) }
        if !parameters.isEmpty { members["parameters"] = .object(parameters) }
        return .object(members)
    }
}

extension ManifestIngredient {
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "label": .string(identifier), "title": .string(title), "format": .string(format),
            "relationship": .string(relationship.rawValue),
        ]
        if !dataTypes.isEmpty {
            members["data_types"] = .array(dataTypes.map { .object(["type": .string($0)]) })
        }
        if let digest { members["metadata"] = .object([Self.digestKey: .string(digest.hexadecimal)]) }
        return .object(members)
    }
}
