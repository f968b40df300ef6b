import Foundation
import Inference
import Raster
import Upscaling

/// An upscaler that was pulled: nobody says how such networks want to be fed, so that they are tried.
public enum PulledUpscaler {
    /// Whether a pulled model has to be tried before it can run.
    public static func isUntried(_ entry: ModelEntry) -> Bool { entry.task == .upscaling && entry.upscaling == nil }

    /// Runs the file on a known picture and puts what comes out on record.
    /// - Throws: `ProbeError`, `InferenceError`, `CancellationError`.
    public static func tryOut(
        _ entry: ModelEntry, at file: URL, in installation: Installation = .current
    ) async throws {
        let engine = try Engines.load(from: installation)
        let traits = try await NativeExecutor(threads: 1).run {
            try NetworkProbe(
                of: file, named: file.lastPathComponent, engine: engine, known: .init(),
                isCancelled: { Task.isCancelled }
            ).traits()
        }
        try AddedModels(from: installation).record(
            traits.upscaling, input: traits.input, output: traits.output, of: entry)
    }
}
