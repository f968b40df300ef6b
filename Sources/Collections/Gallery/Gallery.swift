import Foundation
import Provenance
import Raster
import Works

/// A collection as a folder of pages that need no server: they work from a disk, a stick or IPFS, and reach no network.
///
/// ```swift
/// let collection = try PlannedCollection(contentsOf: URL(filePath: "metamorphosis/collection.yaml"))
/// try await Gallery(of: collection).write(to: URL(filePath: "gallery"))
/// ```
/// Pictures are the works' own previews and thumbnails, byte for byte, with their labels and credentials. Equal works give
/// equal galleries.
public struct Gallery: Sendable {
    /// Where the pictures lie.
    public enum Pictures: Sendable {
        /// In the gallery.
        case copied
        /// With the works; the gallery must stay where it is beside them. Targets are in the gallery all the same.
        case linked
        /// Nowhere: titles, traits, rarity and hashes alone.
        case none
    }

    public var pictures = Pictures.copied
    /// Whether a work's page shows its target too. To publish a target is a use of its own, which its rights must allow.
    public var showsTargets = true
    /// Whether works that are not built are left out; else they are empty frames.
    public var isBuiltOnly = false
    /// Whether a gallery that stands at the destination may go.
    public var replaces = false
    public var limits = DecodingLimits.standard

    private let collection: PlannedCollection
    private let executor: NativeExecutor

    /// The file that marks a folder as a gallery.
    static let mark = "likeness-gallery.json"

    public init(of collection: PlannedCollection, executor: NativeExecutor = NativeExecutor(threads: 2)) {
        self.collection = collection
        self.executor = executor
    }

    /// Writes the gallery; it appears whole or not at all.
    /// - Parameter report: is told the share that is done, 0…1, one call at a time.
    /// - Throws: `GalleryError` where something else stands at the destination; `CollectionError`, `RasterError`,
    ///   `MetadataError`, `WorkError`; `CancellationError`.
    @discardableResult
    public func write(
        to destination: URL, report: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> GalleryReport {
        let staged = try Self.stage(destination, replacing: replaces)
        return try await withTaskCancellationHandler {
            defer { staged.abandon() }
            let works = try await executor.run { try self.works() }
            var shown: [Int: GalleryPictures.Shown] = [:]
            var sheets: [String] = []
            if pictures != .none {
                let gathering = GalleryPictures(
                    collection: collection, isLinked: pictures == .linked, showsTargets: showsTargets, limits: limits,
                    staged: staged.url, destination: staged.destination, executor: executor)
                shown = try await gathering.gather(works) { report(0.8 * $0) }
                sheets = try await writeSheets(of: works, into: staged.url, stem: "contact-sheet", ending: "jpg")
            }
            report(0.9)
            try await executor.run { [shown, sheets] in
                let traits = GalleryTraits(of: collection)
                try GalleryScripts(collection: collection, works: works, traits: traits, shown: shown)
                    .write(into: staged.url)
                try writePage(works, sheets: sheets, into: staged.url)
            }
            let result = self.report(works, shown, sheets)
            try Self.put(Data(try JSONValue(encoding: result).text(.indented).utf8), Self.mark, into: staged.url)
            try Self.settle(staged)
            report(1)
            return result
        } onCancel: {
            staged.abandon()
        }
    }

    /// Writes the contact sheet alone, or several where there are more than a hundred works.
    /// - Parameter file: `sheet.jpg`, `.png` or `.webp`; several are `sheet-1.jpg` and so on.
    /// - Returns: the files.
    /// - Throws: as `write`; `WorkError.fileExists`.
    public func writeContactSheet(to file: URL) async throws -> [URL] {
        guard ContactSheetFile.forms[file.pathExtension.lowercased()] != nil else {
            throw GalleryError.unknownSheet(name: file.lastPathComponent)
        }
        let works = try await executor.run { try self.works() }
        guard works.contains(where: \.isBuilt) else {
            throw GalleryError.nothingToShow(name: collection.file.lastPathComponent)
        }
        let sheet = sheet(of: works)
        let folder = file.deletingLastPathComponent()
        let names = sheet.names(file.deletingPathExtension().lastPathComponent, file.pathExtension)
        let files = names.map { folder.appending(path: $0) }
        for file in files { try StagedFile.check(file.absoluteURL.standardizedFileURL, replacing: replaces) }
        let metadata = ContactSheetFile.metadata(of: works, in: collection)
        for (index, file) in files.enumerated() {
            try await StagedFile.write(to: file, replacing: replaces) { sibling in
                try await executor.run {
                    try ContactSheetFile.write(
                        try sheet.drawn(index, limits: limits), metadata, as: file.pathExtension, to: sibling)
                }
            }
        }
        return files
    }

    // MARK: -

    private func works() throws(CollectionError) -> [GalleryWork] {
        let works = try GalleryWork.all(of: collection)
        return isBuiltOnly ? works.filter(\.isBuilt) : works
    }

    private func report(
        _ works: [GalleryWork], _ shown: [Int: GalleryPictures.Shown], _ sheets: [String]
    ) -> GalleryReport {
        let built = works.filter(\.isBuilt).map(\.planned.number)
        let pictured = built.filter { shown[$0]?.result != nil }
        return GalleryReport(
            works: works.count, built: built.count,
            withoutPictures: pictures == .none ? [] : built.filter { shown[$0]?.result == nil },
            withoutTargets: showsTargets ? pictured.filter { shown[$0]?.target == nil } : [], contactSheets: sheets)
    }

    private func writeSheets(
        of works: [GalleryWork], into folder: URL, stem: String, ending: String
    ) async throws -> [String] {
        guard works.contains(where: \.isBuilt) else { return [] }
        let (sheet, metadata) = (sheet(of: works), ContactSheetFile.metadata(of: works, in: collection))
        let names = sheet.names(stem, ending)
        for (index, name) in names.enumerated() {
            try await executor.run {
                try ContactSheetFile.write(
                    try sheet.drawn(index, limits: limits), metadata, as: ending, to: folder.appending(path: name))
            }
        }
        return names
    }

    private func sheet(of works: [GalleryWork]) -> CollectionContactSheet {
        CollectionContactSheet(
            title: collection.plan.title, proportion: ContactSheetFile.proportion(of: works),
            entries: works.map { work in
                let thumbnail = work.summary?.file("thumbnail").map {
                    collection.folder(of: work.planned).appending(path: $0.file)
                }
                let isThere = thumbnail.map { FileManager.default.isReadableFile(atPath: $0.path) } == true
                return .init(
                    number: collection.plan.numbering.padded(work.planned.number), title: work.summary?.title,
                    thumbnail: isThere ? thumbnail : nil, state: work.isBuilt ? "not here" : work.state.rawValue)
            })
    }

    private func writePage(_ works: [GalleryWork], sheets: [String], into folder: URL) throws {
        let artists = Set(collection.works.map(\.recipe.artist))
        let page = GalleryPage(
            title: collection.plan.title, description: collection.plan.description,
            artist: artists.count == 1 ? artists.first ?? nil : nil, works: works.count,
            built: works.count(where: \.isBuilt), contactSheets: sheets)
        try Self.put(Data(page.html.utf8), "index.html", into: folder)
        for (name, bytes) in GalleryPage.assets { try Self.put(Data(bytes), name, into: folder) }
    }

    private static func put(_ data: Data, _ name: String, into folder: URL) throws(CollectionError) {
        do {
            try data.write(to: folder.appending(path: name))
        } catch {
            throw .cannotWrite(file: name, reason: (error as NSError).localizedDescription)
        }
    }

    // MARK: - The folder

    private static func stage(_ destination: URL, replacing: Bool) throws -> StagedDirectory {
        do throws(WorkError) {
            return try StagedDirectory(for: destination, replacing: replacing ? .work : .nothing, markedBy: mark)
        } catch {
            throw words(error)
        }
    }

    private static func settle(_ staged: StagedDirectory) throws {
        do throws(WorkError) {
            try staged.commit()
        } catch {
            throw words(error)
        }
    }

    private static func words(_ error: WorkError) -> any Error {
        switch error {
        case .outputIsNoWork(let name): GalleryError.notAGallery(name: name)
        case .outputExists(let name): GalleryError.galleryExists(name: name)
        default: error
        }
    }
}
