import Foundation
import Provenance
import Raster

/// Writes one file of a work, within its limit of bytes.
struct DeliverableEncoding: Sendable {
    var deliverable: Deliverable
    var layers: [TIFFPages.Page]
    var metadata: Metadata
    /// What is left free for the credentials, in bytes.
    var reserve: Int
    var seed: UInt64
    var folder: URL

    /// Qualities that are tried, best first, where what is lossless or of quality 95 is too long.
    private static let qualities = [95, 90, 85, 80, 75, 70, 60, 50]
    /// Sides are not made shorter than this for the sake of bytes.
    private static let leastSide = 64
    /// Bytes follow the area only roughly: a little less than the sum says is tried.
    private static let caution = 0.92

    /// - Throws: `WorkError.tooManyBytes`, `RasterError`, what the source throws.
    func write(_ source: some RowSource) throws -> WorkRecord.File {
        guard let whole = deliverable.maxBytes else { return try file(encode(source, as: deliverable.form)) }
        let limit = whole - reserve
        guard limit > 0 else {
            throw WorkError.tooManyBytes(file: deliverable.file, bytes: reserve, limit: whole)
        }
        // Each attempt reads the picture anew. What is lossless can be read back from the first one.
        if deliverable.form.isLossless {
            let first = try encode(source, as: deliverable.form)
            guard first.bytes > limit else { return try file(first) }
            let picture = try Photograph.open(first.url, limits: .none)
            return try reduce(picture, from: first, to: limit)
        }
        let picture = try Photograph(source)
        let first = try encode(PhotographRows(picture), as: deliverable.form)
        return first.bytes > limit ? try reduce(picture, from: first, to: limit) : try file(first)
    }

    // MARK: -

    private struct Attempt {
        var url: URL
        var form: Deliverable.Form
        var size: PixelSize
        var bytes: Int
    }

    private func encode(_ source: some RowSource, as form: Deliverable.Form) throws -> Attempt {
        let url = folder.appending(path: "\(deliverable.role.rawValue).\(form.ending)")
        let size = source.form.size
        switch form {
        case .tiff16(let layout):
            let first = TIFFPages.Page(source, title: layers.isEmpty ? nil : "composite")
            try TIFFPages([first] + layers).write(to: url, layout: layout, tags: FileTags(TIFFTags(metadata)))
        case .web(.avif(let quality)):
            let packets = try AVIFPackets(
                metadata, width: size.width, height: size.height, hasProfile: source.form.channels > 1)
            try WebImage.avif(quality: quality).write(source, seed: seed, to: url, tags: FileTags(packets))
        case .web(let image):
            try image.write(source, seed: seed, to: url)
            try MetadataFile.write(metadata, to: url)
        }
        let bytes = try FileManager.default.attributesOfItem(atPath: url.path)[.size] as? Int ?? 0
        return Attempt(url: url, form: form, size: size, bytes: bytes)
    }

    /// Gives up as little as the limit asks for: first space that costs time alone, then quality, then size.
    private func reduce(_ whole: Photograph, from first: Attempt, to limit: Int) throws -> WorkRecord.File {
        var tried = [first]
        func attempt(_ form: Deliverable.Form, at size: PixelSize) throws -> Attempt {
            if let last = tried.last { try FileManager.default.removeItem(at: last.url) }
            let made = try encode(PhotographRows(whole.resized(to: size)), as: form)
            tried.append(made)
            return made
        }
        guard deliverable.role != .master, case .web(let image) = first.form else {
            let packed = try repack(first, limit, attempt)
            return try file(packed, after: tried)
        }
        let ladder = image.ladder(Self.qualities, for: whole.size)
        // The best quality that fits: quality and bytes rise together, so the ladder can be halved.
        var (low, high) = (0, ladder.count)
        while low < high {
            let middle = (low + high) / 2
            let fits = try attempt(.web(ladder[middle]), at: whole.size).bytes <= limit
            if fits { high = middle } else { low = middle + 1 }
        }
        if low < ladder.count {
            if tried.last?.form != .web(ladder[low]) { _ = try attempt(.web(ladder[low]), at: whole.size) }
            return try file(tried[tried.count - 1], after: tried)
        }
        let least = ladder[ladder.count - 1]
        if tried.last?.form != .web(least) { _ = try attempt(.web(least), at: whole.size) }
        while let last = tried.last, last.bytes > limit {
            let share = (Double(limit) / Double(last.bytes)).squareRoot() * Self.caution
            let size = PixelSize(
                width: Int(Double(last.size.width) * share), height: Int(Double(last.size.height) * share))
            guard min(size.width, size.height) >= Self.leastSide else { throw tooManyBytes(last, limit) }
            _ = try attempt(.web(least), at: size)
        }
        return try file(tried[tried.count - 1], after: tried)
    }

    /// A master loses nothing: only its packing may change.
    private func repack(
        _ first: Attempt, _ limit: Int, _ attempt: (Deliverable.Form, PixelSize) throws -> Attempt
    ) throws -> Attempt {
        var smallest = first
        if case .tiff16(var layout) = first.form {
            layout.isDense = true
            smallest = try attempt(.tiff16(layout), first.size)
            if smallest.bytes > limit, layout.hasPyramid {
                layout.hasPyramid = false
                smallest = try attempt(.tiff16(layout), first.size)
            }
        }
        guard smallest.bytes <= limit else { throw tooManyBytes(smallest, limit) }
        return smallest
    }

    private func tooManyBytes(_ attempt: Attempt, _ limit: Int) -> WorkError {
        .tooManyBytes(
            file: attempt.url.lastPathComponent, bytes: attempt.bytes + reserve, limit: limit + reserve)
    }

    private func file(_ attempt: Attempt, after tried: [Attempt] = []) throws -> WorkRecord.File {
        var notes = [deliverable.note].compactMap { $0 }
        if let limit = deliverable.maxBytes, tried.count > 1 {
            var steps: [String] = []
            for attempt in tried {
                let step = "\(attempt.form.words), \(attempt.size): \(attempt.bytes)"
                if !steps.contains(step) { steps.append(step) }
            }
            notes.append("to keep to \(limit) bytes, signed: " + steps.joined(separator: "; "))
        }
        return WorkRecord.File(
            file: attempt.url.lastPathComponent, role: deliverable.role.rawValue, mediaType: attempt.form.mediaType,
            size: attempt.size, depth: attempt.form.depth, bytes: attempt.bytes,
            unsigned: try Digest(ofFile: attempt.url), note: notes.isEmpty ? nil : notes.joined(separator: "; "))
    }
}

extension WebImage {
    /// What gives up more and more, after this, for a picture of the given size.
    fileprivate func ladder(_ qualities: [Int], for size: PixelSize) -> [WebImage] {
        let lossy = qualities.map { WebImage.webP(quality: $0) }
        let fitsWebP = max(size.width, size.height) <= WebImage.losslessWebP.longestSide
        return switch self {
        case .png16 where !fitsWebP, .png8 where !fitsWebP: qualities.map { .jpeg(quality: $0) }
        case .png16: [.png8, .losslessWebP] + lossy
        case .png8: [.losslessWebP] + lossy
        case .losslessWebP: lossy
        case .webP(let quality): qualities.filter { $0 < quality }.map { .webP(quality: $0) }
        case .jpeg(let quality): qualities.filter { $0 < quality }.map { .jpeg(quality: $0) }
        case .avif(let quality): qualities.filter { $0 < quality }.map { .avif(quality: $0) }
        }
    }
}

extension WorkRecord.File {
    /// A file that is written and not yet signed.
    init(
        file: String, role: String, mediaType: String, size: PixelSize, depth: Int, bytes: Int, unsigned: Digest,
        note: String?
    ) {
        self.init(
            file: file, role: role, mediaType: mediaType, bytes: bytes, sha256: unsigned.hexadecimal,
            unsignedSha256: unsigned.hexadecimal, cids: [:], manifest: nil, width: size.width, height: size.height,
            depth: depth, note: note)
    }
}

extension FileTags {
    /// The tags of a TIFF file.
    fileprivate init(_ tags: TIFFTags) {
        self.init(
            artist: tags.artist, copyright: tags.copyright, description: tags.imageDescription, software: tags.software,
            dateTime: tags.dateTime)
        packets = Packets(xmp: tags.xmp, iptc: tags.iptc)
    }

    /// What libvips embeds in an AVIF file: it wants Exif's header before the block.
    fileprivate init(_ packets: AVIFPackets) {
        self.init()
        self.packets = Packets(xmp: packets.xmp, exif: Array("Exif\0\0".utf8) + packets.exif)
    }
}

extension Deliverable.Form {
    fileprivate var isLossless: Bool {
        switch self {
        case .tiff16, .web(.png8), .web(.png16), .web(.losslessWebP): true
        case .web(.webP), .web(.jpeg), .web(.avif): false
        }
    }

    fileprivate var words: String {
        switch self {
        case .tiff16(let layout):
            "\(layout.isDense ? "dense " : "")\(layout.compression.rawValue)\(layout.hasPyramid ? " with pyramid" : "")"
        case .web(.png8): "PNG"
        case .web(.png16): "16-bit PNG"
        case .web(.losslessWebP): "lossless WebP"
        case .web(.webP(let quality)): "WebP of quality \(quality)"
        case .web(.jpeg(let quality)): "JPEG of quality \(quality)"
        case .web(.avif(let quality)): "AVIF of quality \(quality)"
        }
    }
}
