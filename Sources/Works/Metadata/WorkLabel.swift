import Foundation
import Inference
import Provenance

/// How a work is labelled for machines and people, and why so. `docs/labels.md` gives the reasoning.
public struct WorkLabel: Sendable, Codable, Equatable {
    /// IPTC's code word.
    public var digitalSourceType: String
    /// What the code word was chosen by.
    public var reason: String
    /// The GB 45438-2025 label, as every file's XMP holds it.
    public var aigc: String
    /// The text that was burnt into the picture; nil for none.
    public var visible: String?

    init(type: DigitalSourceType, reason: String, aigc: AIGCLabel, visible: String?) {
        digitalSourceType = type.rawValue
        self.reason = reason
        self.aigc = aigc.json
        self.visible = visible
    }
}

extension WorkLabel {
    /// Of a work whose record is whole but for its files.
    init(_ record: WorkRecord) {
        let evidence = LabelEvidence(drawingModels: record.drawingModels, generatedInputs: record.generatedInputs)
        let (type, reason) = evidence.choice
        self.init(
            type: type, reason: reason,
            aigc: AIGCLabel(producer: record.metadata.artist ?? Tool.signature, origin: record.origin),
            visible: record.recipe.visibleLabel)
    }
}

extension WorkRecord {
    /// The models that drew pixels of the work.
    fileprivate var drawingModels: [String] {
        let swapper = recipe.swapper == Recipe.BuiltIn.swapper ? [] : [recipe.swapper]
        return swapper
            + models.filter { model in
                let task = ModelEntry.Task(rawValue: model.task)
                return task != .faceSwapping && task?.draws == true
            }.map(\.name)
    }

    /// Inputs that say of themselves that a trained model made them.
    fileprivate var generatedInputs: [String] {
        ([target] + sources).filter { input in
            input.digitalSourceType.flatMap { DigitalSourceType(rawValue: $0) }?.isGenerated == true
        }.map(\.file)
    }

    /// The label that fits what the record says.
    var fittingSourceType: DigitalSourceType {
        LabelEvidence(drawingModels: drawingModels, generatedInputs: generatedInputs).choice.type
    }

    /// What the work was made from and how: the SHA-256 of its inputs' digests, the recipe, the models' digests and the
    /// moment that it carries, as compact JSON. Equal works have equal origins.
    var origin: Digest {
        let members: [String: JSONValue] = [
            "created": .string(created), "recipe": recipe.json, "tool": .string("\(tool.name) \(tool.version)"),
            "target": .string(target.sha256), "sources": .array(sources.map { .string($0.sha256) }),
            "models": .array(models.map { .string($0.sha256) }),
        ]
        return Digest(of: Array(JSONValue.object(members).text(.compact).utf8))
    }
}

/// What decides on a work's label.
struct LabelEvidence: Sendable {
    /// The models that drew pixels: swappers and what enlarges. Those that only find faces draw none.
    var drawingModels: [String]
    /// Inputs that say of themselves that a trained model made them.
    var generatedInputs: [String]

    /// The code word that fits, and why. Of two that fit the stronger one is taken.
    var choice: (type: DigitalSourceType, reason: String) {
        if let model = drawingModels.first {
            return (.compositeWithTrainedAlgorithmicMedia, "\(model), a trained model, drew pixels of it")
        }
        if let input = generatedInputs.first {
            return (.compositeWithTrainedAlgorithmicMedia, "\(input) says that a trained model made it")
        }
        return (.compositeSynthetic, "a face was drawn into a picture by geometry, without a generative model")
    }
}

extension ModelEntry.Task {
    /// Whether such a model draws pixels of a work.
    fileprivate var draws: Bool {
        switch self {
        case .faceSwapping, .faceRestoration, .expressionRestoration, .faceEditing, .ageModification, .upscaling: true
        case .faceDetection, .faceLandmarks, .irisLandmarks, .faceRecognition, .faceClassification, .faceOcclusion,
            .faceParsing, .embeddingConversion, .contentClassification:
            false
        }
    }
}

extension DigitalSourceType {
    /// Whether a picture of this kind was made, in part at least, by a trained model.
    var isGenerated: Bool { self == .trainedAlgorithmicMedia || self == .compositeWithTrainedAlgorithmicMedia }
}

extension AIGCLabel {
    /// The label of a work: reproducible, since its codes come from what the work was made from.
    ///
    /// `ProduceID` is the SHA-256 of the work's origin (`WorkRecord.origin`), `ReservedCode1` the producer's check over
    /// both fields before it. The propagator's fields are for those who pass the work on.
    package init(producer: String, origin: Digest) {
        let check = Digest(of: Array("\(producer)\n\(origin.hexadecimal)".utf8))
        self.init(
            label: .generated, contentProducer: producer, produceID: origin.hexadecimal,
            reservedCode1: check.hexadecimal)
    }
}

extension Metadata {
    /// What every file of a work says of itself.
    package init(_ texts: WorkTexts, label: WorkLabel, date: CompositionDate) {
        self.init(
            artist: texts.artist, title: texts.title, description: texts.description, copyright: texts.copyright,
            keywords: texts.keywords, creatorTool: Tool.signature, created: date.seconds,
            aiLabel: AILabel(
                digitalSourceType: DigitalSourceType(rawValue: label.digitalSourceType), systemUsed: Tool.name,
                systemVersion: Tool.version, aigc: AIGCLabel(json: label.aigc)))
    }
}
