import Foundation
import Provenance
import Raster

extension Composer {
    /// Encodes every deliverable, two at a time, and says what each file is.
    func deliver(
        _ composite: consuming Composite, into staged: StagedDirectory, for commission: Commission,
        meter: ProgressMeter
    ) async throws -> [WorkRecord.File] {
        let size = composite.picture.size
        let deliverables =
            Deliverable.all(for: cast.recipe.outputFormat, size: size)
            + (composite.mask == nil ? [] : [Deliverable(role: .mask, form: .png8)])
        let tags = FileTags(recipe: cast.recipe, date: commission.date)
        let seed = cast.recipe.compositing.seed
        let weights = deliverables.map { $0.longSide == nil ? 1.0 : 0.1 }
        let total = weights.reduce(0, +)
        meter.report(.deliver, 0)
        // Handed over to the encoders: each holds what it needs and no more.
        var handed: Composite? = composite

        let files = try await withThrowingTaskGroup(of: (Int, WorkRecord.File).self) { group in
            let encoders = handed.take().map {
                self.encoders(for: deliverables, of: $0, tags: tags, seed: seed, folder: staged.url)
            }
            for (index, encoder) in (encoders ?? []).enumerated() {
                group.addTask(executorPreference: executor) {
                    try Task.checkCancellation()
                    return (index, try encoder())
                }
            }
            var files: [(Int, WorkRecord.File)] = []
            while let file = try await group.next() {
                files.append(file)
                meter.report(.deliver, files.map { weights[$0.0] }.reduce(0, +) / total)
            }
            return files
        }
        return files.map(\.1).sorted { $0.file < $1.file }
    }

    /// What writes each deliverable. The slowest encoder, of the web image, works on 8 bits alone: the 16-bit picture is
    /// let go of when the others are done.
    private func encoders(
        for deliverables: [Deliverable], of composite: Composite, tags: FileTags, seed: UInt64, folder: URL
    ) -> [@Sendable () throws -> WorkRecord.File] {
        let picture = composite.picture
        let mask = composite.mask.map(Photograph.init(mask:))
        let bytes = deliverables.contains(where: \.isWholeIn8Bits) ? picture.dithered(seed: seed) : nil
        return deliverables.map { deliverable in
            var subject = picture
            if deliverable.role == .mask, let mask { subject = mask }
            if deliverable.isWholeIn8Bits, let bytes { subject = bytes }
            return { [subject] in try deliverable.write(subject, tags: tags, seed: seed, into: folder) }
        }
    }
}

extension FileTags {
    /// What the recipe says, in the files' own words.
    init(recipe: Recipe, date: CompositionDate) {
        let texts = [recipe.title, recipe.description].compactMap { $0 }
        self.init(
            artist: recipe.artist, copyright: recipe.copyright,
            description: texts.isEmpty ? nil : texts.joined(separator: ": "), software: Tool.signature,
            dateTime: date.tiff)
    }
}

extension Deliverable {
    /// Encodes the picture as this file.
    func write(_ picture: Photograph, tags: FileTags, seed: UInt64, into folder: URL) throws -> WorkRecord.File {
        let size = longSide.map { picture.size.reduced(toLongSide: $0) } ?? picture.size
        let picture = picture.resized(to: size, in: isSRGB ? .sRGB : nil)
        let url = folder.appending(path: file)
        switch form {
        case .tiff16: try picture.writeTIFF(to: url, tags: tags)
        case .png16: try picture.widened.writePNG(to: url, tags: tags)
        case .png8: try picture.dithered(seed: seed).writePNG(to: url, tags: tags)
        case .losslessWebP: try picture.dithered(seed: seed).writeLosslessWebP(to: url, tags: tags)
        case .webP(let quality): try picture.dithered(seed: seed).writeWebP(to: url, quality: quality, tags: tags)
        case .jpeg(let quality): try picture.dithered(seed: seed).writeJPEG(to: url, quality: quality, tags: tags)
        }
        return WorkRecord.File(
            file: file, role: role.rawValue, mediaType: mediaType,
            bytes: try url.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0,
            sha256: try Digest(ofFile: url).hexadecimal, width: picture.size.width, height: picture.size.height,
            depth: depth, note: note)
    }
}
