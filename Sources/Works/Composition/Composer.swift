import Compositing
import Faces
import Foundation
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

    public init(cast: Cast, executor: NativeExecutor = NativeExecutor(threads: 2)) {
        self.cast = cast
        self.executor = executor
    }

    /// - Parameter report: is called from any thread, one call at a time.
    /// - Throws: `WorkError`, `RasterError`, `InferenceError`, `CompositingError` or `CancellationError`; nothing is
    ///   left behind then.
    public func make(
        _ commission: Commission, report: @escaping @Sendable (WorkProgress) -> Void = { _ in }
    ) async throws -> Work {
        let flag = CancellationFlag()
        let meter = ProgressMeter(upscales: cast.upscaler ?? cast.faceUpscaler != nil, listener: report)
        let staged = try StagedDirectory(for: commission.output, replacing: commission.replacement)
        return try await withTaskCancellationHandler {
            defer { staged.abandon() }
            let record = try await fill(staged, for: commission, meter: meter, flag: flag)
            try Task.checkCancellation()
            try staged.commit()
            return Work(directory: staged.destination, record: record)
        } onCancel: {
            flag.set()
            staged.abandon()
        }
    }

    private func fill(
        _ staged: StagedDirectory, for commission: Commission, meter: ProgressMeter, flag: CancellationFlag
    ) async throws -> WorkRecord {
        let (composite, begun) = try await compose(commission, meter: meter)
        var record = begun
        NativeMemory.giveBack()
        record.warnings += composite.warnings
        record.steps = composite.steps
        let (picture, resizing) = try await finish(
            composite.picture, faces: composite.faces, meter: meter, flag: flag)
        let delivery = Delivery(
            picture: picture, mask: composite.mask, keepsMask: commission.keepsMask, original: composite.original,
            proof: commission.proof, recipe: cast.recipe, tags: FileTags(recipe: cast.recipe, date: commission.date),
            folder: staged.url)
        let delivered = try await delivery.files(executor: executor) { meter.report(.deliver, $0) }
        (record.files, record.proof) = (delivered.files, delivered.proof)
        if case .made(_, let figures) = picture, let network = cast.upscaler ?? cast.faceUpscaler {
            record.steps += figures.map { WorkRecord.Step($0, scale: network.scale) }
        }
        record.steps += resizing
        try record.encoded().write(to: staged.url.appending(path: StagedDirectory.mark))
        return record
    }

    /// The composite in its frame. The inputs' pixels are let go of here: what follows needs the memory.
    private func compose(
        _ commission: Commission, meter: ProgressMeter
    ) async throws -> (composite: Composite, record: WorkRecord) {
        let (sources, target) = try await open(commission, meter: meter)
        let record = record(of: sources, and: target, date: commission.date)
        let identity = try await prepare(sources, meter: meter)
        let boxes = target.chosen.map { target.faces[$0].box }
        // Asked before the long work: a crop that cannot be had is known now.
        _ = try cast.recipe.framing.frame(target.photograph.size, faces: boxes, main: boxes.first)
        let swapped = try await swap(identity, into: target, keepsMask: commission.keepsMask, meter: meter)
        return (try await frame(swapped, around: boxes, meter: meter), record)
    }

    private func record(of sources: [Input], and target: Input, date: CompositionDate) -> WorkRecord {
        WorkRecord(
            created: date.iso8601, recipe: cast.recipe, target: target.record, sources: sources.map(\.record),
            models: cast.models, substitutions: cast.substitutions,
            commercialUse: cast.models.allSatisfy(\.commercialUse), engine: cast.engine, steps: [],
            warnings: Warnings.of(sources, and: target), files: [])
    }
}
