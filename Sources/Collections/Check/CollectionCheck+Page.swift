import Foundation
import Works

extension CollectionCheck {
    /// Looks at every picture and writes a web page of what it found. Up to 300 pictures stand in the page itself; more lie
    /// in a folder beside it, named like the page and ending in `_pictures`.
    /// - Parameters:
    ///   - page: the page's file.
    ///   - replacing: whether a page that stands there may go, with its folder of pictures.
    /// - Throws: `WorkError` when the page cannot be written; what `report` throws. No page is left half written.
    public func report(
        writing page: URL, replacing: Bool = false, progress: @Sendable (Progress) -> Void = { _ in }
    ) async throws -> CheckReport {
        let page = page.absoluteURL.standardizedFileURL
        let name = page.deletingPathExtension().lastPathComponent + "_pictures"
        let beside = page.deletingLastPathComponent().appending(path: name, directoryHint: .isDirectory)
        try StagedFile.check(page, replacing: replacing)
        try Self.makeFolder(page.deletingLastPathComponent())
        let draft = page.deletingLastPathComponent()
            .appending(path: ".\(name).likeness-\(getpid())", directoryHint: .isDirectory)
        try Self.makeFolder(draft)
        return try await withTaskCancellationHandler {
            defer { try? FileManager.default.removeItem(at: draft) }
            var check = self
            let copies = SmallCopies(in: draft)
            check.copies = copies
            let report = try await check.report(progress: progress)
            let isEmbedded = report.pictures.count <= CheckPage.mostEmbedded
            if !isEmbedded { try Self.put(draft, at: beside, replacing: replacing) }
            let pictures: CheckPage.Pictures = isEmbedded ? .embedded(copies) : .beside(folder: name)
            let html = CheckPage(report: report, pictures: pictures).html
            try await StagedFile.write(to: page, replacing: replacing) { sibling in
                do {
                    try Data(html.utf8).write(to: sibling)
                } catch {
                    throw WorkError.cannotWrite(file: page.lastPathComponent, reason: "the page cannot be written")
                }
            }
            return report
        } onCancel: {
            try? FileManager.default.removeItem(at: draft)
        }
    }

    private static func makeFolder(_ folder: URL) throws(WorkError) {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(file: folder.lastPathComponent, reason: "the folder cannot be made")
        }
    }

    /// A folder of pictures of an older page goes; anything else stays.
    private static func put(_ draft: URL, at folder: URL, replacing: Bool) throws(WorkError) {
        let name = folder.lastPathComponent
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let isOurs = entries.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{24}\.jpg/) != nil }
        guard entries.isEmpty || (replacing && isOurs) else { throw .outputIsNoWork(name: name) }
        try? FileManager.default.removeItem(at: folder)
        guard rename(draft.path, folder.path) == 0 else {
            throw .cannotWrite(file: name, reason: String(cString: strerror(errno)).lowercased())
        }
    }
}
