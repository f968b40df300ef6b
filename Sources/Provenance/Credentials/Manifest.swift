import Foundation

/// What a picture's credentials say of it: a manifest of the C2PA specification (2.2), before it is signed.
public struct Manifest: Sendable, Equatable {
    /// A program by name and version.
    public struct Software: Sendable, Hashable {
        public var name: String
        public var version: String

        public init(name: String, version: String) {
            self.name = name
            self.version = version
        }
    }

    /// Names the manifest (`urn:c2pa:…`) and this state of the picture (`xmp:iid:…`). Each signing takes a new one.
    public var identifier: UUID
    /// Usually the file's name.
    public var title: String
    public var generator: Software
    /// What was done, in its order. The first begins: `c2pa.created` or `c2pa.opened`.
    public var actions: [ManifestAction]
    /// What the picture was made from.
    public var ingredients: [ManifestIngredient]
    /// Records of our own, by label in reverse-domain form.
    public var assertions: [String: JSONValue]
    /// Whether others may mine the picture or train with it (CAWG training and data mining assertion 1.1).
    public var permissions: [MiningPermission]
    /// Who and what, as JSON-LD properties such as `dc:creator` (CAWG metadata assertion 1.1); empty for none.
    public var metadata: [String: JSONValue]

    public init(
        identifier: UUID, title: String, generator: Software, actions: [ManifestAction],
        ingredients: [ManifestIngredient] = [], assertions: [String: JSONValue] = [:],
        permissions: [MiningPermission] = MiningPermission.noneAllowed, metadata: [String: JSONValue] = [:]
    ) {
        self.identifier = identifier
        self.title = title
        self.generator = generator
        self.actions = actions
        self.ingredients = ingredients
        self.assertions = assertions
        self.permissions = permissions
        self.metadata = metadata
    }
}

extension Manifest {
    /// The manifest of a copy in another format, made from a signed picture: the signed picture is its parent.
    /// - Parameters:
    ///   - master: the signed file.
    ///   - digest: the SHA-256 of the signed file.
    ///   - date: when the copy was made.
    public static func delivery(
        of master: URL, digest: Digest, identifier: UUID, title: String, generator: Software, date: Date,
        permissions: [MiningPermission] = MiningPermission.noneAllowed, metadata: [String: JSONValue] = [:]
    ) throws(CredentialError) -> Manifest {
        let parent = ManifestIngredient(
            identifier: "master", title: master.lastPathComponent, format: try CredentialFormat(of: master).rawValue,
            relationship: .parentOf, file: master, digest: digest)
        return Manifest(
            identifier: identifier, title: title, generator: generator,
            actions: [
                ManifestAction(.opened, by: generator, at: date, ingredients: [parent.identifier]),
                ManifestAction(.converted, by: generator, at: date),
            ],
            ingredients: [parent], permissions: permissions, metadata: metadata)
    }
}
