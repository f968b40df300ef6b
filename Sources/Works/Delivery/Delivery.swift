import Foundation
import Provenance
import Raster

/// The files of one work, from its finished picture.
struct Delivery: Sendable {
    var picture: FinishedPicture
    var mask: Mask?
    /// Whether the mask is a file of its own.
    var keepsMask: Bool
    /// The target as it was, for the master's layers; it may be smaller than the picture.
    var original: Photograph?
    /// A device whose view of the picture is a file too.
    var proof: ProofRequest?
    var recipe: Recipe
    var metadata: Metadata
    /// What is left free for the credentials where `max_bytes` sets a limit.
    var reserve: WorkRecord.CredentialUse.Reserve?
    var folder: URL

    /// Encodes every file and says what each is.
    ///
    /// A picture in memory is encoded two files at a time: more encoders together would not stay within the memory
    /// that a 24-megapixel work may take. One that is made row by row goes to all of them at once, each on a thread of
    /// its own, so that it is made once.
    /// - Throws: `WorkError`, `RasterError`, what makes the picture; `CancellationError`.
    func files(
        executor: NativeExecutor, report: (Double) -> Void
    ) async throws -> (files: [WorkRecord.File], proof: ProofReport?) {
        report(0)
        let proof = try proof.map { (request: $0, device: try $0.proof(of: picture.form.colorSpace)) }
        let found = ProofRows.OutOfGamut()
        let deliverables =
            Deliverable.all(for: recipe, size: picture.form.size) + (proof == nil ? [] : [Deliverable.proof])
        let write = { @Sendable (deliverable: Deliverable, source: any RowSource) throws -> WorkRecord.File in
            guard deliverable.role == .proof, let proof else { return try self.write(deliverable, source) }
            return try self.write(deliverable, ProofRows(source, by: proof.device, counting: found))
        }
        var jobs: [@Sendable () throws -> WorkRecord.File] = []
        var threads = executor
        switch picture {
        case .ready(let photograph):
            jobs = deliverables.map { deliverable in
                { try write(deliverable, PhotographRows(photograph)) }
            }
        case .made(let rows, _):
            let shared = SharedRows(rows, readers: deliverables.count)
            threads = NativeExecutor(threads: deliverables.count + 1)
            for (index, deliverable) in deliverables.enumerated() {
                let reader = shared.reader(index)
                jobs.append {
                    do {
                        return try write(deliverable, reader)
                    } catch {
                        shared.fail(error)
                        throw error
                    }
                }
            }
        }
        if keepsMask, let mask {
            let size = picture.form.size
            jobs.append { try write(Deliverable(role: .mask, form: .web(.png16)), MaskRows(mask, at: size)) }
        }
        let files = try await run(jobs, on: threads, report: report)
        return (files, try proof.map { try $0.request.report(of: $0.device, outOfGamut: found.share) })
    }

    private func run(
        _ jobs: [@Sendable () throws -> WorkRecord.File], on executor: NativeExecutor, report: (Double) -> Void
    ) async throws -> [WorkRecord.File] {
        try await withThrowingTaskGroup(of: WorkRecord.File.self) { group in
            for job in jobs {
                group.addTask(executorPreference: executor) {
                    try Task.checkCancellation()
                    return try job()
                }
            }
            var files: [WorkRecord.File] = []
            while let file = try await group.next() {
                files.append(file)
                report(Double(files.count) / Double(jobs.count))
            }
            return files.sorted { $0.file < $1.file }
        }
    }

    private func write(_ deliverable: Deliverable, _ source: any RowSource) throws -> WorkRecord.File {
        let form = source.form
        let size = deliverable.longSide.map { form.size.reduced(toLongSide: $0) } ?? form.size
        let space = deliverable.isSRGB ? ColorSpace.sRGB : form.colorSpace
        let rows: any RowSource =
            size != form.size || space.profile != form.colorSpace.profile
            ? ResampledRows(source, to: size, in: space) : source
        let encoding = DeliverableEncoding(
            deliverable: deliverable, layers: layers(for: deliverable, form: rows.form), metadata: metadata,
            reserve: reserve(for: deliverable), seed: recipe.compositing.seed, folder: folder)
        return try encoding.write(rows)
    }

    private func reserve(for deliverable: Deliverable) -> Int {
        let isFirst = deliverable.role == .master || (deliverable.role == .image && !recipe.outputFormat.hasMaster)
        return (isFirst ? reserve?.first : reserve?.copy) ?? 0
    }

    /// The master's further pages, in its size and colours.
    private func layers(for deliverable: Deliverable, form: PictureForm) -> [TIFFPages.Page] {
        guard deliverable.role == .master, let original, let mask else { return [] }
        let target = PhotographRows(original)
        let isAlike = original.size == form.size && original.colorSpace.profile == form.colorSpace.profile
        return [
            isAlike
                ? .init(target, title: "target")
                : .init(ResampledRows(target, to: form.size, in: form.colorSpace), title: "target"),
            .init(MaskRows(mask, at: form.size), title: "mask"),
        ]
    }
}
