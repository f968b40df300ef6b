import Foundation
import Provenance
import Raster

/// The manifests of a work's files: how the first file came to be, and how the others were made from it.
struct WorkManifest: Sendable {
    /// The label of our own assertion: the record of the work, as far as it is known before files are signed.
    static let assertion = "org.likeness.work"
    private static let generator = Manifest.Software(name: Tool.name, version: Tool.version)
    private static let targetID = "target"

    private let record: WorkRecord
    private let inputs: InputFiles
    private let date: Date

    /// Where the inputs are: their own credentials are read and kept.
    struct InputFiles: Sendable {
        var target: URL
        var sources: [URL]
    }

    /// - Parameter record: whole but for what signing adds to the files.
    init(_ record: WorkRecord, inputs: InputFiles, date: CompositionDate) {
        self.record = record
        self.inputs = inputs
        self.date = Date(timeIntervalSince1970: Double(date.seconds))
    }

    /// Of the file that stands for the work: its target was opened, the sources' faces were placed, and so on.
    func first(_ file: WorkRecord.File) -> Manifest {
        Manifest(
            identifier: UUID(), title: file.file, generator: Self.generator, actions: actions(to: file),
            ingredients: ingredients, assertions: [Self.assertion: Self.sealed(Self.content(of: record))],
            permissions: permissions, metadata: metadata)
    }

    /// Of a file that was made beside the first one, which is its parent.
    /// - Throws: `CredentialError` when the first file cannot be read.
    func copy(_ file: WorkRecord.File, of first: URL, digest: Digest) throws(CredentialError) -> Manifest {
        try Manifest.delivery(
            of: first, digest: digest, identifier: UUID(), title: file.file, generator: Self.generator, date: date,
            permissions: permissions, metadata: metadata)
    }

    /// What our assertion says of a work: its record without what is known only when the files are signed.
    static func content(of record: WorkRecord) -> JSONValue {
        guard let json = try? JSONValue(encoding: record), case .object(var members) = json,
            case .array(let files) = members["files"]
        else { preconditionFailure("a record is an object with a list of files") }
        members["files"] = .array(
            files.map { file in
                guard case .object(let facts) = file else { return file }
                return .object(facts.filter { !knownAfterSigning.contains($0.key) })
            })
        return .object(members).withoutNulls
    }

    /// What a file's entry says of its bytes as they are signed.
    private static let knownAfterSigning: Set = ["bytes", "sha256", "cids", "manifest"]

    /// The member of our assertion that names the rest exactly: C2PA's library reads some numbers one bit off.
    static let seal = "sha256"

    /// The SHA-256 of a record's content as compact JSON.
    static func digest(of content: JSONValue) -> Digest { Digest(of: Array(content.text(.compact).utf8)) }

    private static func sealed(_ content: JSONValue) -> JSONValue {
        guard case .object(var members) = content else { preconditionFailure("a record is an object") }
        members[seal] = .string(digest(of: content).hexadecimal)
        return .object(members)
    }

    // MARK: -

    private var type: DigitalSourceType? { record.label.flatMap { DigitalSourceType(rawValue: $0.digitalSourceType) } }

    private var ingredients: [ManifestIngredient] {
        let target = ingredient(Self.targetID, record.target, .parentOf, inputs.target)
        let sources = zip(record.sources, inputs.sources).enumerated().map { index, source in
            ingredient("source\(index)", source.0, .componentOf, source.1)
        }
        let models = record.models.enumerated().map { index, model in
            ManifestIngredient(
                identifier: "model\(index)", title: model.name, format: "application/octet-stream",
                relationship: .inputTo, dataTypes: [model.dataType], digest: Digest(hexadecimal: model.sha256))
        }
        return [target] + sources + models
    }

    private func ingredient(
        _ identifier: String, _ input: WorkRecord.Input, _ relationship: ManifestIngredient.Relationship, _ file: URL
    ) -> ManifestIngredient {
        let format = try? CredentialFormat(of: file)
        return ManifestIngredient(
            identifier: identifier, title: input.file, format: format?.rawValue ?? "application/octet-stream",
            relationship: relationship, file: format == nil ? nil : file, digest: Digest(hexadecimal: input.sha256))
    }

    private func actions(to file: WorkRecord.File) -> [ManifestAction] {
        let recipe = record.recipe
        let sources = record.sources.indices.map { "source\($0)" }
        let models = record.models.indices.filter { record.models[$0].task != "upscaling" }.map { "model\($0)" }
        var actions = [
            action(.opened, ingredients: [Self.targetID]),
            action(.placed, "the sources' face, laid over the target's", ingredients: sources),
            action(
                .edited, "face swap", type: type,
                parameters: [
                    "swapper": .string(recipe.swapper), "blend": .string(recipe.compositing.blend.rawValue),
                    "blend_ratio": JSONValue(recipe.compositing.blendRatio),
                ], ingredients: sources + models),
            action(
                .colorAdjustments, "the face takes the target's colour and light",
                parameters: ["color_correction": .string(recipe.compositing.colorCorrection.rawValue)]),
        ]
        for step in record.steps where step.face == nil {
            let figures = JSONValue.object(step.figures.mapValues { .number($0) })
            switch step.step {
            case "crop": actions.append(action(.cropped, parameters: ["figures": figures]))
            case "output_resolution": actions.append(action(.resized, parameters: ["figures": figures]))
            case "upscale":
                let used = record.models.indices.filter { record.models[$0].task == "upscaling" }
                actions.append(
                    action(
                        .edited, "enlarged by a model", type: type, parameters: ["figures": figures],
                        ingredients: used.map { "model\($0)" }))
            default: break
            }
        }
        if let text = record.label?.visible {
            actions.append(action(.drawing, "visible label", parameters: ["text": .string(text)]))
        }
        if (try? CredentialFormat(of: inputs.target))?.rawValue != file.mediaType {
            actions.append(action(.converted, parameters: ["to": .string(file.mediaType)]))
        }
        return actions
    }

    private func action(
        _ name: ManifestAction.Name, _ description: String? = nil, type: DigitalSourceType? = nil,
        parameters: [String: JSONValue] = [:], ingredients: [String] = []
    ) -> ManifestAction {
        ManifestAction(
            name, sourceType: type, by: Self.generator, at: date, description: description, parameters: parameters,
            ingredients: ingredients)
    }

    private var permissions: [MiningPermission] {
        switch record.recipe.trainingMining {
        case .notAllowed: MiningPermission.noneAllowed
        case .allowed: MiningPermission.Purpose.allCases.map { MiningPermission($0, .allowed) }
        }
    }

    private var metadata: [String: JSONValue] {
        let texts = record.metadata
        var metadata: [String: JSONValue] = [:]
        metadata["dc:creator"] = texts.artist.map { .array([.string($0)]) }
        metadata["dc:title"] = texts.title.map { .string($0) }
        metadata["dc:description"] = texts.description.map { .string($0) }
        metadata["dc:rights"] = texts.copyright.map { .string($0) }
        if !texts.keywords.isEmpty { metadata["dc:subject"] = .array(texts.keywords.map { .string($0) }) }
        return metadata
    }
}

extension WorkRecord.ModelUse {
    /// C2PA's type of the model's file (2.2, section 18.16.13).
    fileprivate var dataType: String {
        switch URL(filePath: file).pathExtension {
        case "onnx": "c2pa.types.model.onnx"
        case "tflite": "c2pa.types.model.tensorflow"
        default: "c2pa.types.model"
        }
    }
}

extension JSONValue {
    /// The value without members that are null: a signed record keeps no empty places.
    fileprivate var withoutNulls: JSONValue {
        switch self {
        case .object(let members): .object(members.filter { $0.value != .null }.mapValues(\.withoutNulls))
        case .array(let elements): .array(elements.map(\.withoutNulls))
        default: self
        }
    }
}
