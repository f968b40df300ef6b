import Foundation
import Works

/// The data of a gallery, as scripts: pages that are opened from a disk may not read any other file.
///
/// `collection-data.js` holds what the grid, the filters and the search need. What a work's own page tells beyond lies in
/// `data/works-001.js` and so on, a hundred works each, and is read when such a page is opened.
struct GalleryScripts: Sendable {
    static let folder = "data"
    static let worksEach = 100

    var collection: PlannedCollection
    var works: [GalleryWork]
    var traits: GalleryTraits
    /// By number.
    var shown: [Int: GalleryPictures.Shown]

    /// - Throws: `CollectionError.cannotWrite`.
    func write(into folder: URL) throws(CollectionError) {
        try Self.write(main.bytes, to: folder.appending(path: "collection-data.js"))
        let details = folder.appending(path: Self.folder)
        do {
            try FileManager.default.createDirectory(at: details, withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(file: Self.folder, reason: (error as NSError).localizedDescription)
        }
        for (place, start) in stride(from: 0, to: works.count, by: Self.worksEach).enumerated() {
            let part = works[start..<min(start + Self.worksEach, works.count)]
            let name = "works-\(String(format: "%03d", place + 1)).js"
            try Self.write(script(of: part).bytes, to: details.appending(path: name))
        }
    }

    private static func write(_ bytes: [UInt8], to url: URL) throws(CollectionError) {
        do {
            try Data(bytes).write(to: url)
        } catch {
            throw .cannotWrite(file: url.lastPathComponent, reason: (error as NSError).localizedDescription)
        }
    }

    // MARK: - The grid's data

    private var main: ScriptText {
        var text = ScriptText()
        text.code("window.LIKENESS_COLLECTION = ")
        text.object { text in
            text.member("title", collection.plan.title)
            text.member("planned", collection.works.count)
            text.member("works_each", Self.worksEach)
            text.key("sources")
            text.array(collection.plan.sources) { $0.value($1.name) }
            text.key("targets")
            text.array(collection.plan.targets) { $0.value($1.name) }
            text.key("attributes")
            text.array(traits.rarity.attributes) { Self.append($1, to: &$0) }
            text.key("works")
            text.array(works) { append($1, to: &$0) }
        }
        text.code(";\n")
        return text
    }

    private static func append(_ attribute: Rarity.Attribute, to text: inout ScriptText) {
        let isNumber = attribute.values.allSatisfy { if case .number = $0.value { true } else { false } }
        text.object { text in
            text.member("name", attribute.name)
            text.member("kind", isNumber ? "number" : "text")
            text.key("values")
            text.array(attribute.values) { text, value in
                text.object { text in
                    text.member("value", value.value.text)
                    text.member("count", value.count)
                }
            }
        }
    }

    private func append(_ work: GalleryWork, to text: inout ScriptText) {
        let shown = shown[work.planned.number]
        text.line()
        text.object { text in
            text.member("number", work.planned.number)
            text.member("name", work.planned.name)
            text.member("title", (shown?.summary ?? work.summary)?.title)
            if !work.isBuilt { text.member("state", work.state.rawValue) }
            text.member("source", work.planned.source)
            text.member("target", work.planned.target)
            text.key("attributes")
            text.array(traits.held[work.index]) { text, held in
                if let held { text.value(held) } else { text.null() }
            }
            text.key("information")
            text.value((traits.information[work.index] * 100).rounded() / 100)
            text.member("rank", traits.ranks[work.index])
            let preview = work.summary?.file("preview")
            text.member("width", shown?.size?.width ?? preview?.width)
            text.member("height", shown?.size?.height ?? preview?.height)
            text.member("thumbnail", shown?.thumbnail)
        }
    }

    // MARK: - Single works' data

    private func script(of works: ArraySlice<GalleryWork>) -> ScriptText {
        var text = ScriptText()
        text.code("Object.assign(window.LIKENESS_WORKS ??= {}, ")
        text.object { text in
            for work in works {
                let shown = shown[work.planned.number]
                guard let summary = shown?.summary ?? work.summary else { continue }
                text.line()
                text.key(String(work.planned.number))
                append(summary, shown, to: &text)
            }
        }
        text.code(");\n")
        return text
    }

    private func append(_ summary: WorkSummary, _ shown: GalleryPictures.Shown?, to text: inout ScriptText) {
        text.object { text in
            text.member("created", summary.created)
            text.member("manifest", summary.manifest)
            text.member("signer", summary.signer)
            text.member("root", shown?.root)
            text.member("result", shown?.result)
            text.member("before", shown?.target)
            text.member("label", shown?.label)
            text.member("swapper", shown?.swapper)
            text.member("engine", shown?.engine)
            if let models = shown?.models, !models.isEmpty {
                text.key("models")
                text.array(models) { $0.value($1) }
            }
            text.key("files")
            text.array(summary.files) { text, file in
                text.object { text in
                    text.member("file", file.file)
                    text.member("role", file.role)
                    text.member("media_type", file.mediaType)
                    text.member("bytes", file.bytes)
                    text.member("width", file.width)
                    text.member("height", file.height)
                    text.member("sha256", file.sha256)
                    text.key("cids")
                    text.object { text in
                        for (profile, cid) in file.cids.sorted(by: { $0.key < $1.key }) { text.member(profile, cid) }
                    }
                }
            }
        }
    }
}
