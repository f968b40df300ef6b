import Foundation
import Provenance
import Raster
import Works

/// Brings the pictures of a gallery together: the works' own small files as they are, with their labels and credentials,
/// and each target framed as the work is.
struct GalleryPictures: Sendable {
    /// What a page shows of one work.
    struct Shown: Sendable {
        /// As the work's own record has it: a ledger may be older.
        var summary: WorkSummary
        /// Paths from the gallery's folder.
        var thumbnail: String?
        var result: String?
        var target: String?
        var root: String?
        /// Pixels of the result.
        var size: PixelSize?
        var label: String?
        var swapper: String?
        var engine: String?
        var models: [String] = []
    }

    /// A target as a work frames it: works that frame it alike share the picture.
    private struct Framed: Hashable {
        var target: URL
        var sha256: String
        var box: PixelBox?
        var size: PixelSize
    }

    /// A picture that is to be made of a target.
    private struct Framing: Sendable {
        var framed: Framed
        var input: WorkRecord.Input
        var name: String
    }

    static let folder = "images"
    private static let targetQuality = 88

    var collection: PlannedCollection
    var isLinked: Bool
    var showsTargets: Bool
    var limits: DecodingLimits
    /// Where the gallery is written, and where it will stand.
    var staged: URL
    var destination: URL
    var executor: NativeExecutor

    /// What is shown of each work that is there, by number.
    /// - Parameter report: is told the share that is done, 0…1.
    /// - Throws: `CollectionError.cannotWrite`, `RasterError`, `MetadataError`; `CancellationError`.
    func gather(_ works: [GalleryWork], report: @Sendable (Double) -> Void) async throws -> [Int: Shown] {
        var (shown, targets) = try await executor.run { try copy(works.filter(\.isBuilt)) { report(0.2 * $0) } }
        let absent = try await frame(targets) { report(0.2 + 0.8 * $0) }
        for (number, entry) in shown where entry.target.map(absent.contains) == true { shown[number]?.target = nil }
        return shown
    }

    /// Copies the works' own files, and says which pictures of targets there are to be.
    private func copy(_ built: [GalleryWork], report: (Double) -> Void) throws -> ([Int: Shown], [Framing]) {
        try FileManager.default.createDirectory(
            at: staged.appending(path: Self.folder), withIntermediateDirectories: true)
        var shown: [Int: Shown] = [:]
        var framed: [Framed: String] = [:]
        var roots: [String: String] = [:]
        var targets: [Framing] = []
        for (place, work) in built.enumerated() {
            report(Double(place) / Double(built.count))
            try Task.checkCancellation()
            let folder = collection.folder(of: work.planned)
            guard let record = try? WorkRecord(ofWorkAt: folder) else { continue }
            var entry = facts(of: record)
            entry.thumbnail = try placed(record, "thumbnail", of: work, in: folder)
            entry.result = try placed(record, "preview", of: work, in: folder)
            entry.root = try root(record, in: folder, known: &roots)
            if showsTargets, let size = entry.size {
                let key = Framed(
                    target: collection.target(of: work.planned), sha256: record.target.sha256, box: record.cropBox,
                    size: size)
                if framed[key] == nil {
                    let name = "\(Self.folder)/target-\(framed.count + 1).webp"
                    framed[key] = name
                    targets.append(Framing(framed: key, input: record.target, name: name))
                }
                entry.target = framed[key]
            }
            shown[work.planned.number] = entry
        }
        return (shown, targets)
    }

    private func facts(of record: WorkRecord) -> Shown {
        var shown = Shown(summary: WorkSummary(record))
        shown.size = record.files.first { $0.role == "preview" }.map { PixelSize(width: $0.width, height: $0.height) }
        shown.label = record.label?.digitalSourceType
        shown.swapper = record.recipe.swapper
        // OpenVINO's versions end in the names of its builds.
        let version = record.engine.version.prefix { $0 != "-" }
        shown.engine = "\(record.engine.name) \(version), \(record.engine.precision)"
        shown.models = record.models.map(\.name)
        return shown
    }

    /// A work's own file: beside the page, or where it is.
    private func placed(_ record: WorkRecord, _ role: String, of work: GalleryWork, in folder: URL) throws -> String? {
        // A record is a text that anybody may have written: names in it lead nowhere else.
        guard let file = record.files.first(where: { $0.role == role })?.file, !file.contains("/") else { return nil }
        let from = folder.appending(path: file)
        guard FileManager.default.isReadableFile(atPath: from.path) else { return nil }
        if isLinked { return RelativePath(to: from, from: destination).description }
        let number = collection.plan.numbering.padded(work.planned.number)
        let name = "\(Self.folder)/\(number)-\(file)"
        try copy(from, to: name)
        return name
    }

    /// The authority's certificate, once for all works that have the same.
    private func root(_ record: WorkRecord, in folder: URL, known: inout [String: String]) throws -> String? {
        guard let credentials = record.credentials, let root = credentials.root, let digest = credentials.rootSha256,
            !root.contains("/")
        else { return nil }
        if let name = known[digest] { return name }
        let from = folder.appending(path: root)
        guard FileManager.default.isReadableFile(atPath: from.path) else { return nil }
        let name = known.isEmpty ? "root.pem" : "root-\(known.count + 1).pem"
        try copy(from, to: name)
        known[digest] = name
        return name
    }

    private func copy(_ from: URL, to name: String) throws {
        do {
            try FileManager.default.copyItem(at: from, to: staged.appending(path: name))
        } catch {
            throw CollectionError.cannotWrite(file: name, reason: (error as NSError).localizedDescription)
        }
    }

    // MARK: - Targets

    /// Two at once: decoded targets of print size take hundreds of megabytes.
    private static let width = 2

    /// The names of those that cannot be shown, since the target is gone or is another picture now.
    private func frame(_ targets: [Framing], report: (Double) -> Void) async throws -> Set<String> {
        try await withThrowingTaskGroup(of: String?.self) { group in
            var absent: Set<String> = []
            var (begun, ended) = (0, 0)
            while ended < targets.count {
                while begun < targets.count, begun - ended < Self.width {
                    let target = targets[begun]
                    group.addTask(executorPreference: executor) {
                        try Task.checkCancellation()
                        return try write(target) ? nil : target.name
                    }
                    begun += 1
                }
                if let name = try await group.next() ?? nil { absent.insert(name) }
                ended += 1
                report(Double(ended) / Double(targets.count))
            }
            return absent
        }
    }

    /// - Returns: false where the target is not the one that the work was made from.
    private func write(_ target: Framing) throws -> Bool {
        let framed = target.framed
        guard let digest = try? Digest(ofFile: framed.target), digest.hexadecimal == framed.sha256 else { return false }
        let whole = try Photograph.open(framed.target, limits: limits)
        let box = framed.box?.intersection(PixelBox(whole.size)) ?? PixelBox(whole.size)
        guard !box.isEmpty else { return false }
        let picture = whole.cropped(to: box).resized(to: framed.size, in: .sRGB)
        let file = staged.appending(path: target.name)
        try WebImage.webP(quality: Self.targetQuality).write(PhotographRows(picture), to: file)
        try MetadataFile.write(metadata(of: framed.target, target.input), to: file)
        return true
    }

    /// What the target's file says of who made it, and no more: where it was taken is nobody's business here.
    private func metadata(of target: URL, _ input: WorkRecord.Input) -> Metadata {
        let said = (try? MetadataHomes(of: target))?.combined
        var metadata = Metadata(
            artist: said?.artist, title: said?.title, description: said?.description, copyright: said?.copyright,
            creatorTool: Tool.signature)
        if let type = input.digitalSourceType.flatMap(DigitalSourceType.init(rawValue:)) {
            metadata.aiLabel = AILabel(digitalSourceType: type)
        }
        return metadata
    }
}

extension WorkRecord {
    /// Nil where the work shows its whole target.
    fileprivate var cropBox: PixelBox? {
        steps.contains { $0.step == "crop" } ? crop(within: PixelSize(width: target.width, height: target.height)) : nil
    }
}

extension PlanNumbering {
    /// A number as it is written: `0017`.
    func padded(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
