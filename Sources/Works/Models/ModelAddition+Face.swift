import Faces
import Foundation
import Inference
import Raster

extension ModelAddition {
    /// A network that sees faces: which, and what the person says of its crop in place of what is usual.
    public struct Face: Sendable {
        public var task: ModelEntry.Task
        /// As `ModelFamily` has it; nil where the model's name is one that the manifest knows.
        public var family: String?
        public var template: String?
        /// In pixels.
        public var side: Int?
        /// Red, green, blue, of values of 0…1.
        public var mean: [Float]?
        public var deviation: [Float]?

        static let endings = ["onnx", "dfm"]
        private static let sides = 1...4096

        public init(task: ModelEntry.Task) { self.task = task }

        /// The family, with what the manifest says of a model of this name.
        /// - Throws: `Failure`; `InferenceError.unknownFamily`, `.wrongTask`.
        func family(named name: String) throws -> ModelFamily {
            let known = try ModelManifest.builtIn().entry(named: name).flatMap { $0.task == task ? $0 : nil }
            guard let family = family ?? known?.crop?.family else {
                throw Failure.familyMissing(
                    task: task.rawValue, families: ModelFamily.all.filter { $0.tasks.contains(task) }.map(\.name))
            }
            let kind = try ModelFamily.named(family)
            guard kind.tasks.contains(task) else {
                throw InferenceError.wrongTask(
                    family: family, task: task.rawValue, tasks: kind.tasks.map(\.rawValue))
            }
            if let template, WarpTemplate(rawValue: template) == nil {
                throw Failure.templateUnknown(name: template, known: WarpTemplate.allCases.map(\.rawValue))
            }
            guard side.map(Self.sides.contains) ?? true else { throw Failure.numberUnfit(option: "--side") }
            guard deviation?.allSatisfy({ $0 > 0 }) ?? true else { throw Failure.numberUnfit(option: "--deviation") }
            return known?.crop?.family == family ? known.map(kind.asked) ?? kind : kind
        }

        /// Loads the file once to see that it is one of the family.
        /// - Throws: `InferenceError.foreignFamily`, and what the engine throws.
        func entry(
            named name: String, family: ModelFamily, licence: ModelEntry.Licence, page: String?, of file: URL,
            calledAs original: String, engine: any Engine
        ) async throws -> ModelEntry {
            let (inputs, outputs) = try await NativeExecutor(threads: 1).run {
                let model = try engine.load(file, options: ModelOptions())
                return (model.inputs, model.outputs)
            }
            var crop = try family.crop(of: original, inputs: inputs, outputs: outputs, side: side)
            crop.template = template ?? crop.template
            crop.mean = mean ?? crop.mean
            crop.deviation = deviation ?? crop.deviation
            let ports = family.ports(inputs: inputs, outputs: outputs)
            let known = try ModelManifest.builtIn().entry(named: name)
            return ModelEntry(
                name: name, task: task, summary: "\(original), added; family \(family.name), \(crop.side) pixels",
                file: "", bytes: nil, sha256: nil, inputs: ports.inputs, outputs: ports.outputs, crop: crop,
                requires: known?.requires ?? Self.requirements[family.name], licence: licence, availability: .added,
                source: .init(page: page))
        }

        /// What networks of a family cannot do without.
        private static let requirements: [String: [String]] = [
            "ghost": ["crossface_ghost"], "hififace": ["crossface_hififace"], "simswap": ["crossface_simswap"],
            "2dfan4": ["fan_68_5"], "peppa_wutz": ["fan_68_5"],
        ]
    }
}
