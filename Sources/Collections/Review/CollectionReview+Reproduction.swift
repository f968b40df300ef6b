import Foundation
import Works

extension CollectionReview {
    /// Builds works again, one after the other: the composer keeps all cores busy with one.
    func reproduce(
        _ works: [PlannedWork], progress: @Sendable (ReviewProgress) -> Void
    ) async throws -> [ReviewReport.Reproduced] {
        guard options.reproductions > 0 else { return [] }
        let names = try await places.names()
        let picked = WorkDraw.pick(
            options.reproductions, of: works.filter { names.contains($0.name) }, seed: seed)
        var results: [ReviewReport.Reproduced] = []
        for work in picked {
            progress(
                ReviewProgress(step: .reproduce, done: results.count, total: picked.count, work: results.last?.work))
            results.append(try await reproduce(work))
        }
        return results
    }

    private func reproduce(_ work: PlannedWork) async throws -> ReviewReport.Reproduced {
        let inputs = collection.sources(of: work) + [collection.target(of: work)]
        let folders = (inputs + [collection.reference(of: work)].compactMap { $0 }).map {
            $0.deletingLastPathComponent()
        }
        do {
            let made = try await places.reading(work) { folder in
                try await Reproducer(installation: installation).reproduce(
                    folder, inputsIn: folders + options.inputFolders,
                    proof: collection.plan.deliverables.proof.map(collection.url(of:)), cast: makeCast)
            }
            let files = made.files.filter { !$0.isSame }.map { "\($0.file): other bytes" }
            return ReviewReport.Reproduced(
                number: work.number, work: work.name, isSame: made.isSame,
                words: files + made.differences + made.skipped)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            return ReviewReport.Reproduced(
                number: work.number, work: work.name, isSame: false, words: ["cannot be built again: \(error)"])
        }
    }
}
