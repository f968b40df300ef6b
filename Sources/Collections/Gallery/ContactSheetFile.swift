import Foundation
import Provenance
import Raster
import Works

/// A contact sheet as a file: its form, and what it says of itself. It is made of AI composites, so it is labelled as one.
enum ContactSheetFile {
    /// By the ending of the file's name.
    static let forms: [String: WebImage] = [
        "jpg": .jpeg(quality: 88), "jpeg": .jpeg(quality: 88), "png": .png8, "webp": .webP(quality: 88),
    ]

    static func write(_ canvas: Canvas, _ metadata: Metadata, as ending: String, to file: URL) throws {
        guard let form = forms[ending.lowercased()] else {
            throw GalleryError.unknownSheet(name: file.lastPathComponent)
        }
        try form.write(PhotographRows(canvas.photograph), to: file)
        try MetadataFile.write(metadata, to: file)
    }

    /// Width over height of the work in the middle, by proportions.
    static func proportion(of works: [GalleryWork]) -> Double {
        let proportions = works.compactMap { $0.summary?.file("thumbnail") }.filter { $0.height > 0 }
            .map { Double($0.width) / Double($0.height) }.sorted()
        guard !proportions.isEmpty else { return 0.8 }
        return min(max(proportions[proportions.count / 2], 0.6), 1.6)
    }

    /// Equal works give equal labels: the moment is that of the youngest work, the label's code comes from all of them.
    static func metadata(of works: [GalleryWork], in collection: PlannedCollection) -> Metadata {
        let built = works.filter(\.isBuilt)
        let artists = Set(built.map(\.planned.recipe.artist))
        let artist = artists.count == 1 ? artists.first ?? nil : nil
        let unsigned = built.flatMap { $0.summary?.files.map(\.unsignedSha256) ?? [] }
        let youngest = built.compactMap(\.summary?.created).max().flatMap(CompositionDate.init(iso8601:))
        return Metadata(
            artist: artist, title: collection.plan.title, description: "Contact sheet of AI composites",
            creatorTool: Tool.signature, created: youngest?.seconds,
            aiLabel: AILabel(
                digitalSourceType: sourceType(of: built, in: collection), systemUsed: Tool.name,
                systemVersion: Tool.version,
                aigc: AIGCLabel(
                    producer: artist ?? Tool.signature, origin: Digest(of: Array(unsigned.joined().utf8)))))
    }

    /// The strongest that any of the works bears, as their own files say.
    private static func sourceType(of works: [GalleryWork], in collection: PlannedCollection) -> DigitalSourceType {
        let isGenerated = works.contains { work in
            guard let thumbnail = work.summary?.file("thumbnail") else { return false }
            let file = collection.folder(of: work.planned).appending(path: thumbnail.file)
            let said = (try? MetadataHomes(of: file))?.combined.aiLabel?.digitalSourceType
            return said == .compositeWithTrainedAlgorithmicMedia || said == .trainedAlgorithmicMedia
        }
        return isGenerated ? .compositeWithTrainedAlgorithmicMedia : .compositeSynthetic
    }
}
