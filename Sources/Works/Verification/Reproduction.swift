import Foundation
import Inference
import Provenance

/// What building a work again from its record gave.
public struct Reproduction: Sendable, Equatable, Codable {
    /// A file of the work, before it was signed: signatures differ each time.
    public struct File: Sendable, Equatable, Codable {
        public var file: String
        public var expected: String
        /// Nil when the second building has no such file.
        public var found: String?

        public var isSame: Bool { expected == found }
    }

    public var files: [File]
    /// Files that could not be built again, and why.
    public var skipped: [String]
    /// What was otherwise than the record says, in the order of the road: the tool, the engine, the models, the steps.
    /// The first is the cause, or nearest to it.
    public var differences: [String]

    /// Whether every file that was built again has the same bytes.
    public var isSame: Bool { !files.isEmpty && files.allSatisfy(\.isSame) }
}

/// Builds works again.
public struct Reproducer: Sendable {
    private let installation: Installation

    public init(installation: Installation = .current) {
        self.installation = installation
    }

    /// Builds a work again in a folder of its own, which is removed, and compares the files as they were before they
    /// were signed.
    /// - Parameters:
    ///   - inputFolders: where the inputs are looked for first.
    ///   - proof: the profile of the work's proof, where it has one.
    ///   - cast: the parts that the recipe names.
    /// - Throws: `WorkError` when that is no work or an input is not at hand; what building a work throws.
    public func reproduce(
        _ work: URL, inputsIn inputFolders: [URL] = [], proof: URL? = nil, cast: (Recipe) throws -> Cast,
        report: @escaping @Sendable (WorkProgress) -> Void = { _ in }
    ) async throws -> Reproduction {
        let record = try WorkRecord(ofWorkAt: work)
        let search = InputSearch(for: work, in: inputFolders)
        guard let date = CompositionDate(iso8601: record.created) else {
            throw WorkError.notAWork(name: work.standardizedFileURL.lastPathComponent)
        }
        let scratch = FileManager.default.temporaryDirectory.appending(path: "likeness-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: scratch) }
        var commission = Commission(
            sources: try record.sources.map { try search.require($0) }, target: try search.require(record.target),
            output: scratch, recipe: record.recipe, date: date)
        commission.reference = try record.reference.map { try search.require($0) }
        commission.limits = .none
        commission.keepsMask = record.files.contains { $0.role == "mask" }
        if let proof, let made = record.proof { commission.proof = made.request(for: proof) }
        let composer = Composer(cast: try cast(record.recipe), installation: installation)
        let again = try await composer.makeUnsigned(
            commission, reserve: record.credentials?.reserve, report: report
        ).record
        return Self.compare(record, with: again, skipsProof: commission.proof == nil)
    }

    private static func compare(
        _ record: WorkRecord, with again: WorkRecord, skipsProof: Bool
    ) -> Reproduction {
        let built = record.files.filter { $0.role != "proof" || !skipsProof }
        let files = built.map { file in
            Reproduction.File(
                file: file.file, expected: file.unsignedSha256,
                found: again.files.first { $0.file == file.file }?.unsignedSha256)
        }
        let skipped = record.files.filter { $0.role == "proof" && skipsProof }
            .map { "\($0.file): needs the device's profile; give it with --proof" }
        return Reproduction(files: files, skipped: skipped, differences: differences(record, again))
    }

    private static func differences(_ record: WorkRecord, _ again: WorkRecord) -> [String] {
        var differences: [String] = []
        func compare(_ what: String, _ expected: String?, _ found: String?) {
            guard expected != found else { return }
            differences.append("\(what): the record says \(expected ?? "nothing"), here it is \(found ?? "nothing")")
        }
        compare("tool", record.tool.signature, again.tool.signature)
        compare("engine", record.engine.name, again.engine.name)
        compare("engine version", record.engine.version, again.engine.version)
        compare("engine device", record.engine.device, again.engine.device)
        compare("precision", record.engine.precision, again.engine.precision)
        for model in record.models {
            let other = again.models.first { $0.name == model.name }
            compare("model \(model.name)", model.sha256, other?.sha256)
            compare("engine of \(model.name)", model.engine?.signature, other?.engine?.signature)
        }
        // The label names the work's whole recipe: a version with other keys writes another one into every file.
        compare("label", record.label?.aigc, again.label?.aigc)
        for (expected, found) in zip([record.target] + record.sources, [again.target] + again.sources)
        where expected.faces != found.faces {
            differences.append("faces of \(expected.file): they were found elsewhere or otherwise")
        }
        // Records of earlier versions hold figures that were not rounded.
        let steps = record.steps.map { WorkRecord.Step(step: $0.step, face: $0.face, figures: $0.figures) }
        for (expected, found) in zip(steps, again.steps) where expected != found {
            let figures = Set(expected.figures.keys).union(found.figures.keys).sorted()
                .filter { expected.figures[$0] != found.figures[$0] }
            let words = figures.map { key in
                "\(key) \(expected.figures[key].map { "\($0)" } ?? "nothing") → "
                    + "\(found.figures[key].map { "\($0)" } ?? "nothing")"
            }
            differences.append(
                "step \(expected.step)\(expected.face.map { " of face \($0)" } ?? ""): \(words.joined(separator: ", "))"
            )
        }
        if record.steps.count != again.steps.count {
            differences.append("steps: the record has \(record.steps.count), here there are \(again.steps.count)")
        }
        return differences
    }
}
