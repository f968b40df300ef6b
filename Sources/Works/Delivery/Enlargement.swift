import Faces
import Foundation
import Inference
import Raster
import Upscaling

/// A picture made larger by a model, alone: what `likeness upscale` does.
public struct Enlargement: Sendable {
    /// What was done.
    public struct Report: Sendable, Codable, Equatable {
        public var file: String
        public var width: Int
        public var height: Int
        public var model: String
        /// What enlarged the faces, when it is another.
        public var faceModel: String?
        /// Why this model, when nobody named one.
        public var reason: String?
        public var licence: String
        public var engine: WorkRecord.EngineUse
        public var passes: [Pass]
        /// What the person should know.
        public var remarks: [String]

        public struct Pass: Sendable, Codable, Equatable {
            public var tiles: Int
            public var tileSize: Int
            /// Share of the picture, by detail, that the model drew.
            public var share: Double

            private enum CodingKeys: String, CodingKey {
                case tiles, share
                case tileSize = "tile_size"
            }
        }
    }

    /// The name that lets the picture's content decide.
    public static let automatic = "auto"

    public var picture: URL
    public var output: URL
    public var model = Enlargement.automatic
    /// The box that the result is fitted into; nil takes the model's own factor.
    public var size: PixelSize?
    public var settings = Upscaler.Settings()
    /// The model for the faces; nil for the same.
    public var faceModel: String?
    /// As `settings.strength`, for the faces; nil for the same.
    public var faceStrength: Float?
    public var precision = Precision.f32
    public var limits = DecodingLimits.standard
    public var replaces = false

    public init(picture: URL, output: URL) {
        self.picture = picture
        self.output = output
    }

    /// - Parameter report: is called after every tile.
    /// - Throws: `WorkError`, `RasterError`, `InferenceError`, `UpscalingError`, `CancellationError`; nothing is left
    ///   behind then.
    public func make(report: @escaping @Sendable (WorkProgress) -> Void = { _ in }) async throws -> Report {
        let file = try OutputFile(output, of: picture, replacing: replaces)
        let photograph = try Photograph.open(picture, limits: limits)
        let store = try ModelStore()
        var reason: String?
        var name = model
        if model == Self.automatic {
            let content = PictureContent(of: photograph)
            (name, reason) = (content.model, content.reason)
        }
        let engines = EngineSet()
        let engine = try engines.engine(for: store.entry(named: name), precision: precision)
        let network = try UpscalingNetwork(
            named: name, from: store, engine: engine, options: ModelOptions(precision: precision))
        let entry = try store.entry(named: network.name)
        let wanted = size.map(photograph.size.fitted(into:))
        let passes = EnlargementPasses(from: photograph.size, to: wanted, scale: network.scale)
        let final =
            wanted
            ?? PixelSize(
                width: photograph.size.width * network.scale, height: photograph.size.height * network.scale)
        try file.check(fits: final)

        let (executor, flag, start) = (NativeExecutor(threads: 1), CancellationFlag(), ContinuousClock.now)
        let upscaler = try upscaler(network, of: photograph, store: store, engines: engines)
        let figures = try await StagedFile.write(to: output, replacing: replaces) { url in
            try await withTaskCancellationHandler {
                try await executor.run {
                    let made = try passes.rows(
                        of: photograph, with: upscaler,
                        report: { fraction in
                            let left = fraction > 0 ? (ContinuousClock.now - start) * ((1 - fraction) / fraction) : nil
                            report(WorkProgress(stage: .upscale, fraction: fraction, remaining: left))
                        }, isCancelled: { flag.isSet })
                    let rows: any RowSource = made?.rows ?? PhotographRows(photograph)
                    let finished = rows.form.size == final ? rows : ResampledRows(rows, to: final)
                    try file.write(finished, to: url, note: made == nil ? nil : "upscale \(network.name)")
                    return made?.figures ?? []
                }
            } onCancel: {
                flag.set()
            }
        }
        var remarks = Installation.current.remarks(onCredentialsOf: picture)
        if passes.sizes.isEmpty { remarks.append("the picture is not smaller than asked: Lanczos alone resized it") }
        if let signs = EnlargementTraces(of: photograph, at: picture).words { remarks.append("the picture \(signs)") }
        if let reduced = figures.first(where: \.isTileReduced) {
            remarks.append(
                "tiles of \(reduced.tileSize) pixels in place of \(settings.tileSize): more would take over "
                    + "\(settings.memory >> 20) MiB of memory")
        }
        return Report(
            file: output.lastPathComponent, width: final.width, height: final.height, model: network.name,
            faceModel: try faceModel.map { try store.entry(named: $0).name }, reason: reason, licence: entry.licence.id,
            engine: WorkRecord.EngineUse(engine, precision: precision),
            passes: figures.map { .init(tiles: $0.tiles, tileSize: $0.tileSize, share: $0.share) }, remarks: remarks)
    }

    /// One that knows where the faces are, when they are treated otherwise.
    private func upscaler(
        _ network: UpscalingNetwork, of photograph: Photograph, store: ModelStore, engines: EngineSet
    ) throws -> @Sendable (PixelSize) -> Upscaler {
        let settings = settings
        guard faceModel != nil || faceStrength != nil else { return { _ in Upscaler(network, settings: settings) } }
        let faces = try FaceAnalyser(engines: engines, store: store).analyse(photograph)
        let areas = FaceAreas(faces.map(\.box), in: PixelBox(photograph.size))
        let strength = faceStrength ?? settings.strength
        let other = try faceModel.map {
            try UpscalingNetwork(
                named: $0, from: store, engine: engines.engine(for: store.entry(named: $0), precision: precision),
                options: ModelOptions(precision: precision))
        }
        return { size in
            Upscaler(
                network, settings: settings,
                faces: Upscaler.Faces(mask: areas.mask(at: size), network: other, strength: strength))
        }
    }
}
