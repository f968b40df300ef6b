/// An AVIF or HEIF file as the items that its `meta` box lists.
/// - SeeAlso: ISO/IEC 14496-12 §8.11; ISO/IEC 23008-12 annex A (Exif and XMP).
package struct BMFFContainer: MetadataContainer {
    /// Far more than pictures have; each costs a step.
    private static let mostItems = 65_536

    private struct Box {
        var kind: String
        var content: Range<Int>
    }

    package private(set) var blocks = MetadataBlocks()

    package init(_ source: some RandomBytes, file: String) throws(MetadataError) {
        guard let meta = Self.boxes(in: 0..<source.count, of: source).first(where: { $0.kind == "meta" }) else {
            throw .damaged(file: file, reason: "it lists no items")
        }
        // Version and flags come first.
        let start = min(meta.content.lowerBound + 4, meta.content.upperBound)
        let parts = Self.boxes(in: start..<meta.content.upperBound, of: source)
        guard let names = parts.first(where: { $0.kind == "iinf" }),
            let places = parts.first(where: { $0.kind == "iloc" })
        else { throw .damaged(file: file, reason: "it lists no items") }
        let data = parts.first { $0.kind == "idat" }?.content
        let kinds = Self.kinds(in: names.content, of: source)
        for (kind, content) in Self.contents(in: places.content, data: data, of: source, kinds: kinds) {
            switch kind {
            case .exif:
                // Four bytes say how far behind them the TIFF structure begins.
                let bytes = MemoryBytes(content)
                guard let skipped = bytes.integer(at: 0, bytes: 4, .big),
                    let block = bytes.bytes(at: 4 + skipped, count: max(0, content.count - 4 - skipped))
                else { continue }
                blocks.exif = block
            case .xmp: blocks.xmp = content
            }
        }
    }

    private enum Kind {
        case exif, xmp
    }

    /// The boxes that lie one after another in a range.
    private static func boxes(in range: Range<Int>, of source: some RandomBytes) -> [Box] {
        var boxes: [Box] = []
        var at = range.lowerBound
        while boxes.count < mostItems, at + 8 <= range.upperBound, var size = source.integer(at: at, bytes: 4, .big),
            let type = source.bytes(at: at + 4, count: 4)
        {
            var header = 8
            if size == 1 {
                // The length in 64 bits follows.
                guard let long = source.integer(at: at + 8, bytes: 8, .big) else { break }
                (size, header) = (long, 16)
            } else if size == 0 {
                size = range.upperBound - at
            }
            guard size >= header, size <= range.upperBound - at else { break }
            boxes.append(Box(kind: String(decoding: type, as: UTF8.self), content: at + header..<at + size))
            at += size
        }
        return boxes
    }

    /// The first item of each kind of metadata, by its number (§8.11.6).
    private static func kinds(in range: Range<Int>, of source: some RandomBytes) -> [Int: Kind] {
        guard let version = source.integer(at: range.lowerBound, bytes: 1, .big) else { return [:] }
        let start = range.lowerBound + 4 + (version == 0 ? 2 : 4)
        guard start <= range.upperBound else { return [:] }
        var kinds: [Int: Kind] = [:]
        for box in boxes(in: start..<range.upperBound, of: source) where box.kind == "infe" {
            let at = box.content.lowerBound
            guard let version = source.integer(at: at, bytes: 1, .big), version == 2 || version == 3 else { continue }
            let numberBytes = version == 2 ? 2 : 4
            guard let number = source.integer(at: at + 4, bytes: numberBytes, .big) else { continue }
            let type = at + 4 + numberBytes + 2
            if source.matches("Exif", at: type) {
                if !kinds.values.contains(.exif) { kinds[number] = .exif }
            } else if source.matches("mime", at: type), type + 4 < box.content.upperBound,
                let texts = source.block(type + 4..<min(box.content.upperBound, type + 1_024)),
                // The item's name and its content's type, each ended by NUL.
                texts.split(separator: 0, omittingEmptySubsequences: false).dropFirst().first
                    == Array("application/rdf+xml".utf8)[...]
            {
                if !kinds.values.contains(.xmp) { kinds[number] = .xmp }
            }
        }
        return kinds
    }

    /// What the items of metadata hold (§8.11.3): extents in the file or in the `idat` box, put together.
    private static func contents(
        in range: Range<Int>, data: Range<Int>?, of source: some RandomBytes, kinds: [Int: Kind]
    ) -> [Kind: [UInt8]] {
        var reader = FieldReader(source: source, at: range.lowerBound, end: range.upperBound)
        guard let version = reader.next(1), version <= 2, reader.next(3) != nil, let sizes = reader.next(2) else {
            return [:]
        }
        let (offsetBytes, lengthBytes, baseBytes) = (sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15)
        let indexBytes = version == 0 ? 0 : sizes & 15
        guard [offsetBytes, lengthBytes, baseBytes, indexBytes].allSatisfy({ $0 == 0 || $0 == 4 || $0 == 8 }),
            let count = reader.next(version < 2 ? 2 : 4), count <= mostItems
        else { return [:] }
        var contents: [Kind: [UInt8]] = [:]
        for _ in 0..<count {
            guard let item = reader.next(version < 2 ? 2 : 4), let method = version == 0 ? 0 : reader.next(2),
                reader.next(2) != nil, let base = reader.next(baseBytes), let extents = reader.next(2)
            else { break }
            // An item is listed once.
            let kind = kinds[item].flatMap { contents[$0] == nil ? $0 : nil }
            let area = method & 15 == 1 ? data : method & 15 == 0 ? 0..<source.count : nil
            var content: [UInt8] = []
            var isSound = true
            for _ in 0..<extents {
                guard reader.next(indexBytes) != nil, let offset = reader.next(offsetBytes),
                    let length = reader.next(lengthBytes)
                else { return contents }
                guard kind != nil, isSound else { continue }
                let part = extent(area, base: base, offset: offset, length: length, of: source)
                isSound = part.map { $0.count <= MetadataBlocks.largest - content.count } ?? false
                if let part, isSound { content += part }
            }
            if let kind, isSound { contents[kind] = content }
        }
        return contents
    }

    private static func extent(
        _ area: Range<Int>?, base: Int, offset: Int, length: Int, of source: some RandomBytes
    ) -> [UInt8]? {
        let (start, isTooFar) = base.addingReportingOverflow(offset)
        guard let area, !isTooFar, start <= area.count else { return nil }
        // Length 0 means all that is left.
        let length = length == 0 ? area.count - start : length
        guard length <= area.count - start else { return nil }
        return source.block(area.lowerBound + start..<area.lowerBound + start + length)
    }
}

/// Whole numbers one after another, the highest byte first.
private struct FieldReader<Source: RandomBytes> {
    let source: Source
    var at: Int
    let end: Int

    /// A number of so many bytes, 0 for none of them; nil at the end.
    mutating func next(_ bytes: Int) -> Int? {
        guard bytes <= end - at else { return nil }
        defer { at += bytes }
        return bytes == 0 ? 0 : source.integer(at: at, bytes: bytes, .big)
    }
}
