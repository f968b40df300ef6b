import Foundation
import Provenance
import Testing

@Suite("Manifest", .enabled(if: Credentials.hasLibrary, "the C2PA library is not in .deps/c2pa"))
struct ManifestTests {
    private static let model = ManifestIngredient(
        identifier: "model", title: "model", format: "application/octet-stream", relationship: .inputTo)
    private static let part = ManifestIngredient(
        identifier: "part", title: "part", format: "image/png", relationship: .componentOf)
    private static let parent = ManifestIngredient(
        identifier: "parent", title: "parent", format: "image/png", relationship: .parentOf)
    private static let created = ManifestAction(.created, sourceType: .composite)
    private static let opened = ManifestAction(.opened, ingredients: ["parent"])

    private static func manifest(
        _ actions: [ManifestAction], _ ingredients: [ManifestIngredient] = [], title: String = "t",
        assertions: [String: JSONValue] = [:], metadata: [String: JSONValue] = [:]
    ) -> Manifest {
        Manifest(
            identifier: UUID(), title: title, generator: Credentials.generator, actions: actions,
            ingredients: ingredients, assertions: assertions, metadata: metadata)
    }

    private static let broken: [(ManifestError, Manifest)] = [
        (.noActions, manifest([])),
        (.firstAction(name: "c2pa.edited"), manifest([ManifestAction(.edited), created])),
        (.secondBeginning(name: "c2pa.created", index: 1), manifest([created, created])),
        (
            .secondBeginning(name: "c2pa.opened", index: 2),
            manifest([created, ManifestAction(.edited), opened], [part])
        ),
        (
            .unknownAction(name: "c2pa.swapped", index: 1),
            manifest([created, ManifestAction(.init(rawValue: "c2pa.swapped"))])
        ),
        (.unknownAction(name: "swapped", index: 1), manifest([created, ManifestAction(.init(rawValue: "swapped"))])),
        (
            .unknownAction(name: "c2pa.redacted", index: 1),
            manifest([created, ManifestAction(.init(rawValue: "c2pa.redacted"))])
        ),
        (.missingSourceType(action: "c2pa.created"), manifest([ManifestAction(.created)])),
        (
            .missingIngredient(action: "c2pa.opened", index: 0, relationship: "parentOf"),
            manifest([ManifestAction(.opened)], [parent])
        ),
        (
            .missingIngredient(action: "c2pa.opened", index: 0, relationship: "parentOf"),
            manifest([ManifestAction(.opened, ingredients: ["part"])], [part])
        ),
        (
            .missingIngredient(action: "c2pa.placed", index: 1, relationship: "componentOf"),
            manifest([created, ManifestAction(.placed, ingredients: ["model"])], [model])
        ),
        (
            .missingIngredient(action: "c2pa.transcoded", index: 1, relationship: "parentOf"),
            manifest([created, ManifestAction(.transcoded, ingredients: ["part"])], [part])
        ),
        (
            .unknownIngredient(action: "c2pa.edited", index: 1, identifier: "x"),
            manifest([created, ManifestAction(.edited, ingredients: ["x"])])
        ),
        (.repeatedIngredient(identifier: "model"), manifest([created], [model, model])),
        (
            .severalParents(identifiers: ["parent", "second"]),
            {
                var second = parent
                second.identifier = "second"
                return manifest([opened], [parent, second])
            }()
        ),
        (.parentOfCreated(identifier: "parent"), manifest([created], [parent])),
        (
            .reservedParameter(action: "c2pa.edited", index: 1, name: "ingredientIds"),
            manifest([created, ManifestAction(.edited, parameters: ["ingredientIds": .array([])])])
        ),
        (.badAssertionLabel(label: "work"), manifest([created], assertions: ["work": .null])),
        (.badAssertionLabel(label: "org.a/b"), manifest([created], assertions: ["org.a/b": .null])),
        (.badAssertionLabel(label: "org.work__1"), manifest([created], assertions: ["org.work__1": .null])),
        (.reservedAssertion(label: "c2pa.hash.data"), manifest([created], assertions: ["c2pa.hash.data": .null])),
        (.unknownMetadata(key: "creator"), manifest([created], metadata: ["creator": .null])),
        (.unknownMetadata(key: "@context"), manifest([created], metadata: ["@context": .null])),
        (.emptyField(name: "title"), manifest([created], title: "")),
    ]

    @Test("what C2PA does not allow is refused by name before anything is signed", arguments: 0..<24)
    func rules(_ index: Int) throws {
        #expect(Self.broken.count == 24)
        let (error, manifest) = Self.broken[index]
        let folder = try Credentials.Folder()
        let file = try Credentials.picture("a.png", in: folder)
        let bytes = try Data(contentsOf: file)
        let signer = try Credentials.signer(Credentials.authority(in: folder))
        #expect(throws: CredentialError.badManifest(error)) {
            try Credentials.library().sign(file, with: manifest, by: signer, at: Credentials.now)
        }
        #expect(try Data(contentsOf: file) == bytes)
        #expect(!error.description.isEmpty)
    }

    @Test("an action of ours and every action of the vocabulary sign")
    func vocabulary() throws {
        let folder = try Credentials.Folder()
        let file = try Credentials.picture("a.png", in: folder)
        let signer = try Credentials.signer(Credentials.authority(in: folder))
        let names: [ManifestAction.Name] = [
            .edited, .colorAdjustments, .cropped, .drawing, .filtered, .orientation, .resized, .converted, .published,
            .unknown, .init(rawValue: "org.example.face-exchanged"),
        ]
        var actions = [Self.opened] + names.map { ManifestAction($0) }
        actions.append(ManifestAction(.transcoded, ingredients: ["parent"]))
        actions.append(ManifestAction(.placed, ingredients: ["part"]))
        let report = try Credentials.library().sign(
            file, with: Self.manifest(actions, [Self.parent, Self.part, Self.model]), by: signer, at: Credentials.now)
        #expect(report.state == .valid)
        #expect(report.active?.actions.count == actions.count)
    }
}
