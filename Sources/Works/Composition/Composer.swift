import Compositing
import Faces
import Foundation
import Inference
import Provenance
import Raster

/// Makes works: the road from photographs to a delivered directory, as a value.
///
/// ```swift
/// let composer = Composer(cast: try Cast(for: recipe, missingModels: .refuse))
/// let work = try await composer.make(commission) { print($0.stage, $0.fraction) }
/// ```
/// Cancelling the task removes what was begun: a work is there whole or not at all.
public struct Composer: Sendable {
    package let cast: Cast
    /// Where blocking calls run. Two at once: more encoders together would not stay within the memory that a
    /// 24-megapixel work may take.
    let executor: NativeExecutor
    /// Whose turn it is to enlarge, where several works are made at once.
    let enlargement: Turn?
    /// Where the library that signs and the person's own credentials lie.
    let installation: Installation

    public init(
        cast: Cast, executor: NativeExecutor = NativeExecutor(threads: 2), installation: Installation = .current
    ) {
        self.init(cast: cast, executor: executor, enlargement: nil, installation: installation)
    }

    package init(cast: Cast, executor: NativeExecutor, enlargement: Turn?, installation: Installation) {
        self.cast = cast
        self.executor = executor
        self.enlargement = enlargement
        self.installation = installation
    }

    /// - Parameters:
    ///   - prepared: what `prepare` gave for the commission's sources; nil prepares them here.
    ///   - report: is called from any thread, one call at a time.
    /// - Throws: `WorkError`, `RecipeError`, `RightsError`, `RightsViolation`, `CredentialError`, `RasterError`,
    ///   `InferenceError`, `CompositingError` or `CancellationError`; nothing is left behind then.
    public func make(
        _ commission: Commission, from prepared: PreparedSources? = nil,
        report: @escaping @Sendable (WorkProgress) -> Void = { _ in }
    ) async throws -> Work {
        try cast.recipe.check()
        // Asked before the long work: files that cannot be signed are not made.
        let signing = try Signing(commission.credentials, installation: installation)
        var work = try await stage(commission, report: report) { staged, meter, flag in
            try await fill(
                staged, for: commission, from: prepared, signing: signing, meter: meter, flag: flag)
        }
        work.newCredentials = signing.isNew ? installation.credentialFolder : nil
        return work
    }

    /// Opens sources, passes them through the gate, finds the faces in them and makes them an identity.
    /// - Throws: as `make`.
    public func prepare(
        _ sources: [URL], limits: DecodingLimits = .standard
    ) async throws -> PreparedSources {
        guard !sources.isEmpty else { throw WorkError.noSource }
        let meter = ProgressMeter { _ in }
        var inputs = try await open(sources, limits: limits, meter: meter)
        try await analyse(&inputs, meter: meter)
        try chooseSourceFaces(&inputs)
        return try await prepare(inputs, meter: meter)
    }

    /// Makes the files of a work as they are before they are signed, in the commission's output. They are no work, and
    /// are not delivered: `reproduce` compares them and throws them away.
    /// - Parameter reserve: as the record of the first making has it.
    package func makeUnsigned(
        _ commission: Commission, reserve: WorkRecord.CredentialUse.Reserve?,
        report: @escaping @Sendable (WorkProgress) -> Void = { _ in }
    ) async throws -> Work {
        try await stage(commission, report: report) { staged, meter, flag in
            var (record, files) = try await draw(
                in: staged.url, for: commission, from: nil, reserve: { _ in reserve }, meter: meter, flag: flag)
            record.files = files
            try record.encoded().write(to: staged.url.appending(path: StagedDirectory.mark))
            return record
        }
    }

    private func stage(
        _ commission: Commission, report: @escaping @Sendable (WorkProgress) -> Void,
        fill: (StagedDirectory, ProgressMeter, CancellationFlag) async throws -> WorkRecord
    ) async throws -> Work {
        let flag = CancellationFlag()
        let meter = ProgressMeter(upscales: cast.upscaler ?? cast.faceUpscaler != nil, listener: report)
        let staged = try StagedDirectory(for: commission.output, replacing: commission.replacement)
        return try await withTaskCancellationHandler {
            defer { staged.abandon() }
            let record = try await fill(staged, meter, flag)
            try Task.checkCancellation()
            try staged.commit()
            return Work(directory: staged.destination, record: record)
        } onCancel: {
            flag.set()
            staged.abandon()
        }
    }

    private func fill(
        _ staged: StagedDirectory, for commission: Commission, from prepared: PreparedSources?, signing: Signing,
        meter: ProgressMeter, flag: CancellationFlag
    ) async throws -> WorkRecord {
        let certification = { @Sendable (record: WorkRecord) in
            Certification(
                signing: signing, manifest: WorkManifest(record, inputs: commission.inputFiles, date: commission.date),
                folder: staged.url)
        }
        let limits = cast.recipe.maxBytes
        var reserve: WorkRecord.CredentialUse.Reserve?
        let drawn = try await draw(
            in: staged.url, for: commission, from: prepared,
            reserve: { begun in
                guard !limits.isEmpty else { return nil }
                reserve = try await executor.run { try certification(begun).reserve() }
                return reserve
            }, meter: meter, flag: flag)
        var record = drawn.record
        record.files = drawn.files
        record.credentials = try signing.use(putRootInto: staged.url)
        record.credentials?.reserve = reserve
        let finished = certification(record)
        // What the encoders took, the library that signs needs now.
        NativeMemory.giveBack()
        record.files = try await executor.run {
            try finished.certify(drawn.files, limits: limits) { meter.report(.sign, $0) }
        }
        try record.encoded().write(to: staged.url.appending(path: StagedDirectory.mark))
        return record
    }

    /// The record, whole but for the files and who signed them, and the files, not signed yet.
    /// - Parameter reserve: is asked with the record as far as it is known before files are encoded.
    private func draw(
        in folder: URL, for commission: Commission, from prepared: PreparedSources?,
        reserve: (WorkRecord) async throws -> WorkRecord.CredentialUse.Reserve?, meter: ProgressMeter,
        flag: CancellationFlag
    ) async throws -> (record: WorkRecord, files: [WorkRecord.File]) {
        let (composite, begun) = try await compose(commission, from: prepared, meter: meter)
        var record = begun
        record.warnings += composite.warnings
        record.steps = composite.steps
        record.content = WorkRecord.ContentReport(
            classifier: cast.scorer.name, threshold: cast.recipe.nsfwThreshold,
            score: try await passGate(composite.picture, named: nil))
        // What the networks took, the encoders need now.
        NativeMemory.giveBack()
        if let rights = composite.rights { record.rights = try rights.put(into: folder) }
        let label = WorkLabel(record)
        record.label = label
        let begunRecord = record
        let reserved = try await reserve(record)
        let deliver = { @Sendable () async throws -> Delivered in
            let (finished, resizing) = try await finish(
                composite.picture, faces: composite.faces, meter: meter, flag: flag)
            let picture = try finished.labelled(cast.recipe)
            var delivery = Delivery(
                picture: picture, mask: composite.mask, keepsMask: commission.keepsMask, original: composite.original,
                proof: commission.proof, recipe: cast.recipe,
                metadata: Metadata(begunRecord.metadata, label: label, date: commission.date), folder: folder)
            delivery.reserve = reserved
            let delivered = try await delivery.files(executor: executor) { meter.report(.deliver, $0) }
            var steps: [WorkRecord.Step] = []
            if case .made(_, let figures) = picture, let network = cast.upscaler ?? cast.faceUpscaler {
                steps += figures.map { WorkRecord.Step($0, scale: network.scale) }
            }
            return Delivered(files: delivered.files, proof: delivered.proof, steps: steps + resizing)
        }
        // A picture that a network enlarges is made while its files are written.
        let enlarges = cast.upscaler ?? cast.faceUpscaler != nil
        let delivered =
            if enlarges, let enlargement { try await enlargement.run(deliver) } else { try await deliver() }
        record.proof = delivered.proof
        record.steps += delivered.steps
        return (record, delivered.files)
    }

    private struct Delivered: Sendable {
        var files: [WorkRecord.File]
        var proof: ProofReport?
        var steps: [WorkRecord.Step]
    }

    /// The composite in its frame. The inputs' pixels are let go of here: what follows needs the memory.
    private func compose(
        _ commission: Commission, from prepared: PreparedSources?, meter: ProgressMeter
    ) async throws -> (composite: Composite, record: WorkRecord) {
        let inputs = try await open(commission, opensSources: prepared == nil, meter: meter)
        let target = inputs.target
        let reports = prepared?.reports ?? inputs.sources.map(SourceReport.init)
        var record = try record(of: reports, inputs, commission)
        let rights = try commission.rights.map {
            try RightsCheck(of: $0, for: reports, and: target, models: cast.models, date: commission.date)
        }
        record.warnings += Warnings.of(rights)
        let boxes = target.chosen.map { target.faces[$0].box }
        // Asked before the long work: a crop that cannot be had is known now.
        _ = try cast.recipe.framing.frame(target.photograph.size, faces: boxes, main: boxes.first)
        let sources: PreparedSources
        if let prepared { sources = prepared } else { sources = try await prepare(inputs.sources, meter: meter) }
        let swapped = try await swap(
            sources.identity, into: target, keepsMask: commission.keepsMask, meter: meter)
        var composite = try await frame(swapped, around: boxes, meter: meter)
        composite.rights = rights
        composite.steps = sources.steps + composite.steps
        return (composite, record)
    }

    private func record(
        of sources: [SourceReport], _ inputs: Inputs, _ commission: Commission
    ) throws -> WorkRecord {
        WorkRecord(
            created: commission.date.iso8601, recipe: cast.recipe,
            metadata: try commission.texts(), target: inputs.target.record, sources: sources.map(\.record),
            reference: inputs.reference?.record,
            models: cast.models, substitutions: cast.substitutions,
            commercialUse: cast.models.allSatisfy(\.commercialUse), engine: cast.engine, steps: [],
            warnings: Warnings.of(sources, and: inputs.target), files: [])
    }
}

extension Commission {
    fileprivate var inputFiles: WorkManifest.InputFiles { .init(target: target, sources: sources) }
}
