import Compositing
import Faces
import Foundation
import Provenance
import Raster
import Synchronization

extension Composer {
    /// A photograph that went in, the faces in it and those that take part.
    struct Input: Sendable {
        var photograph: Photograph
        var file: String
        var bytes: Int
        var digest: Digest
        /// Signs of having been enlarged before.
        var traces = EnlargementTraces?.none
        /// What the gate's classifier gave; nil until it was asked.
        var contentScore: Float?
        /// How the picture came to be, as its metadata has it.
        var sourceType: DigitalSourceType?
        var faces: [Face] = []
        var chosen: [Int] = []
    }

    /// The picture with every chosen face in it, and what the steps measured.
    struct Composite: Sendable {
        var picture: Photograph
        /// Where the picture changed, and how much; nil when nobody asked for it.
        var mask: Mask?
        /// The target as it was, in the composite's frame; nil when nobody asked for it.
        var original: Photograph?
        /// Where the chosen faces lie.
        var faces: FaceAreas
        var steps: [WorkRecord.Step] = []
        var rights: RightsCheck?
        /// What a person should know of the finished picture.
        var warnings: [String] = []
    }

    // MARK: - Open and analyse

    /// What is opened for a work: the sources in the caller's order, none where they were prepared before; the target, and
    /// who is meant in it.
    struct Inputs: Sendable {
        var sources: [Input]
        var target: Input
        var reference: Input?
    }

    /// - Parameter opensSources: false where they were prepared before.
    func open(_ commission: Commission, opensSources: Bool, meter: ProgressMeter) async throws -> Inputs {
        guard !commission.sources.isEmpty else { throw WorkError.noSource }
        guard cast.recipe.face != .reference || commission.reference != nil else { throw WorkError.noReference }
        let urls =
            (opensSources ? commission.sources : []) + [commission.reference].compactMap { $0 } + [commission.target]
        var inputs = try await open(urls, limits: commission.limits, meter: meter)
        try await analyse(&inputs, meter: meter)
        var target = inputs.removeLast()
        var reference = commission.reference == nil ? nil : inputs.removeLast()
        try chooseSourceFaces(&inputs)
        if let shown = reference {
            reference?.chosen = try choose(.best, key: "face", from: shown)
        }
        let filter = try cast.recipe.faceFilter(meaning: reference)
        target.chosen = try choose(cast.recipe.face, key: "face", from: target, filter: filter)
        return Inputs(sources: inputs, target: target, reference: reference)
    }

    /// Decodes pictures and passes each through the gate.
    func open(_ urls: [URL], limits: DecodingLimits, meter: ProgressMeter) async throws -> [Input] {
        var inputs: [Input] = []
        for url in urls {
            meter.report(.open, Double(inputs.count) / Double(urls.count))
            var input = try await executor.run { try Self.open(url, limits: limits) }
            input.contentScore = try await passGate(input.photograph, named: input.file)
            inputs.append(input)
        }
        return inputs
    }

    func analyse(_ inputs: inout [Input], meter: ProgressMeter) async throws {
        for index in inputs.indices {
            meter.report(.analyse, Double(index) / Double(inputs.count))
            let (photograph, finder) = (inputs[index].photograph, cast.finder)
            inputs[index].faces = try await executor.run { try finder.analyse(photograph) }
        }
    }

    func chooseSourceFaces(_ sources: inout [Input]) throws {
        for index in sources.indices {
            sources[index].chosen = try choose(cast.recipe.sourceFace, key: "source_face", from: sources[index])
        }
    }

    private static func open(_ url: URL, limits: DecodingLimits) throws -> Input {
        let photograph = try Photograph.open(url, limits: limits)
        return Input(
            photograph: photograph, file: url.lastPathComponent,
            bytes: try url.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0, digest: try Digest(ofFile: url),
            traces: EnlargementTraces(of: photograph, at: url),
            sourceType: (try? MetadataHomes(of: url))?.combined.aiLabel?.digitalSourceType)
    }

    /// The classifier's score of a picture.
    /// - Parameter file: its name; nil for the composite.
    /// - Throws: `WorkError.notSafe` when the gate stays shut.
    func passGate(_ photograph: Photograph, named file: String?) async throws -> Float {
        let scorer = cast.scorer
        guard let gate = ContentGate(threshold: cast.recipe.nsfwThreshold) else {
            throw RecipeError.outOfRange(key: "nsfw_threshold")
        }
        let verdict = gate.verdict(on: try await executor.run { try scorer.score(of: photograph) })
        guard verdict.passed else {
            throw WorkError.notSafe(file: file, score: verdict.score, threshold: verdict.threshold)
        }
        return verdict.score
    }

    private func choose(
        _ selection: FaceSelection, key: String, from input: Input, filter: FaceFilter = FaceFilter()
    ) throws -> [Int] {
        guard !input.faces.isEmpty else { throw WorkError.noFace(file: input.file) }
        let chosen = selection.choose(input.faces, filter: filter, order: cast.recipe.faceOrder)
        guard !chosen.isEmpty else {
            guard !filter.choose(input.faces).isEmpty else {
                throw WorkError.noFaceMatches(file: input.file, found: input.faces.count)
            }
            throw WorkError.noSuchFace(
                file: input.file, key: key, asked: selection.description, found: input.faces.count)
        }
        return chosen
    }

    // MARK: - Swap

    func prepare(_ sources: [Input], meter: ProgressMeter) async throws -> PreparedSources {
        meter.report(.prepare, 0)
        let (swapper, preparation) = (cast.swapper, cast.sourcePreparation)
        var faces = sources.flatMap { source in
            source.chosen.map { SourceFace(photograph: source.photograph, face: source.faces[$0]) }
        }
        // Which source each of them is from: one may lend several faces.
        let places = sources.enumerated().flatMap { place, source in source.chosen.map { _ in place } }
        var steps: [WorkRecord.Step] = []
        if let preparation {
            for (index, face) in faces.enumerated() {
                let prepared = try await executor.run { try preparation.prepared(face) }
                faces[index] = prepared.source
                var figures = prepared.figures.figures
                figures["source"] = Double(places[index])
                steps.append(WorkRecord.Step(step: prepared.figures.step, face: nil, figures: figures))
            }
        }
        return PreparedSources(
            reports: sources.map(SourceReport.init),
            identity: try await executor.run { [faces] in try swapper.prepare(faces) }, steps: steps)
    }

    /// Every chosen face is drawn from the target as it was, so that none takes up what was drawn of its neighbour. Where
    /// soft masks overlap, the later face still lies over the earlier one. A transfer of shape moves what is about a face,
    /// and the next one with it: there, one goes on from the other.
    func swap(
        _ identity: any Identity, into target: Input, keepsMask: Bool, meter: ProgressMeter
    ) async throws -> Composite {
        let size = target.photograph.size
        var composite = Composite(
            picture: target.photograph,
            faces: FaceAreas(target.chosen.map { target.faces[$0].box }, in: PixelBox(size)))
        let changes = keepsMask || cast.recipe.masterLayers ? JoinedMask(of: size) : nil
        if cast.recipe.masterLayers { composite.original = target.photograph }
        let (swapper, settings) = (cast.swapper, cast.recipe.compositing)
        // Where they lie in the composite: a transfer of shape moves its face, and what is about it.
        var faces = target.faces
        for (done, index) in target.chosen.enumerated() {
            meter.report(.swap, Double(done) / Double(target.chosen.count))
            let (picture, face) = (composite.picture, faces[index])
            let (result, changed) = try await executor.run {
                let base = settings.shapeTransfer > 0 ? picture : target.photograph
                let result = try swapper.swap(identity, into: base, face: face, settings: settings)
                changes?.join(result.layer)
                return (result, picture.applying(result.layer))
            }
            composite.take(result, giving: changed, face: index)
            if let warp = result.warp {
                for other in target.chosen { faces[other] = faces[other].moved(by: warp) }
            }
        }
        for index in target.chosen {
            let (face, own) = (faces[index], SourceFace(photograph: target.photograph, face: target.faces[index]))
            for processor in cast.processors {
                let picture = composite.picture
                let (result, changed) = try await executor.run {
                    let result = try processor.layer(for: face, in: picture, original: own)
                    changes?.join(result.layer)
                    return (result, picture.applying(result.layer))
                }
                composite.take(result, giving: changed, face: index)
            }
        }
        composite.mask = changes?.mask
        return composite
    }

    // MARK: - Frame

    /// The part of the picture that the recipe keeps. `boxes` are those of the chosen faces, best first.
    func frame(
        _ composite: consuming Composite, around boxes: [Box], meter: ProgressMeter
    ) async throws -> Composite {
        meter.report(.frame, 0)
        let size = composite.picture.size
        let result = try cast.recipe.framing.frame(size, faces: boxes, main: boxes.first)
        composite.warnings += result.warnings
        guard result.box != PixelBox(size) else { return composite }
        let (picture, original, mask) = (composite.picture, composite.original, composite.mask)
        composite.picture = try await executor.run { picture.cropped(to: result.box) }
        composite.original = try await executor.run { original?.cropped(to: result.box) }
        composite.mask = try await executor.run { mask.map { Raster($0).cropped(to: result.box).mask } }
        composite.faces = FaceAreas(boxes, in: result.box)
        composite.steps.append(WorkRecord.Step(step: "crop", face: nil, figures: result.figures))
        return composite
    }
}

extension Composer.Composite {
    /// Goes on with the picture that a layer gave.
    fileprivate mutating func take(_ result: SwapResult, giving picture: Photograph, face: Int) {
        self.picture = picture
        steps += result.steps.map { WorkRecord.Step(step: $0.step, face: face, figures: $0.figures) }
        for step in result.steps where step.step == "mask" {
            warnings += Warnings.ofBorrowing(step.figures, face: face) + Warnings.ofMask(step.figures, face: face)
        }
    }
}

extension Recipe {
    /// Which faces of the target come into question.
    /// - Parameter reference: the picture of the person that is meant; nil for anyone.
    /// - Throws: `WorkError.noEmbedding`.
    fileprivate func faceFilter(meaning reference: Composer.Input?) throws(WorkError) -> FaceFilter {
        var filter = FaceFilter(gender: faceGender, distance: referenceDistance)
        filter.age = faceAge.map { $0.lowerBound..<$0.upperBound + 1 }
        if let reference {
            filter.reference = reference.chosen.compactMap { reference.faces[$0].embedding }
            guard !filter.reference.isEmpty else { throw .noEmbedding(file: reference.file) }
        }
        return filter
    }
}

extension NativeExecutor {
    /// Runs a blocking call on one of the executor's threads, unless the task was cancelled.
    package func run<Result: Sendable>(_ work: @Sendable () throws -> Result) async throws -> Result {
        try Task.checkCancellation()
        return try await withTaskExecutorPreference(self) { try work() }
    }
}

/// Where layers changed a picture, and how much. The executor's threads join each layer in place: as a value that they
/// hand on, the whole picture's mask would be copied for every one.
private final class JoinedMask: Sendable {
    private let size: PixelSize
    private let joined = Mutex<Mask?>(nil)

    init(of size: PixelSize) { self.size = size }

    /// Nil before the first layer.
    var mask: Mask? { joined.withLock { $0 } }

    func join(_ layer: Layer) {
        joined.withLock { mask in
            if mask == nil { mask = Mask(width: size.width, height: size.height) }
            mask?.join(layer.mask, at: layer.region)
        }
    }
}

extension Mask {
    /// Takes the higher value wherever `other`, whose top left pixel lies at that of `region`, covers this mask.
    mutating func join(_ other: Mask, at region: PixelBox) {
        let box = region.intersection(PixelBox(size))
        for y in box.y..<box.maxY {
            for x in box.x..<box.maxX {
                self[x, y] = max(self[x, y], other[x - region.x, y - region.y])
            }
        }
    }
}
