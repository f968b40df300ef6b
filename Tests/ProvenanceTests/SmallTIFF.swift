import Provenance

/// A TIFF file of one grey pixel with the tags that are asked for, since no tool here writes BigTIFF's metadata.
struct SmallTIFF {
    var order: ByteOrder
    var isBig: Bool

    func bytes(with tags: TIFFTags) -> [UInt8] {
        let text = { (tag: Int, text: String?) in text.map { (tag, 2, Array($0.utf8) + [0]) } }
        var entries: [(tag: Int, type: Int, content: [UInt8])] = [
            (256, 3, number(1, 2)), (257, 3, number(1, 2)), (258, 3, number(8, 2)), (259, 3, number(1, 2)),
            (262, 3, number(1, 2)), (273, 4, number(isBig ? 16 : 8, 4)), (278, 3, number(1, 2)), (279, 4, number(1, 4)),
            (282, 5, number(72, 4) + number(1, 4)), (283, 5, number(72, 4) + number(1, 4)), (700, 1, tags.xmp),
        ]
        entries += [
            text(270, tags.imageDescription), text(305, tags.software), text(306, tags.dateTime),
            text(315, tags.artist),
            text(33_432, tags.copyright), tags.iptc.map { (33_723, 4, $0) },
        ].compactMap(\.self)
        entries.sort { $0.tag < $1.tag }

        let (word, pixel) = (isBig ? 8 : 4, [UInt8](repeating: 77, count: 2))
        let start = (isBig ? 16 : 8) + pixel.count
        let mark: [UInt8] = order == .little ? [0x49, 0x49] : [0x4D, 0x4D]
        var file = mark + (isBig ? number(43, 2) + number(8, 2) + number(0, 2) : number(42, 2)) + number(start, word)
        file += pixel + number(entries.count, isBig ? 8 : 2)
        var contents: [UInt8] = []
        let contentStart = file.count + entries.count * (isBig ? 20 : 12) + word
        for entry in entries {
            let count = entry.content.count / [1: 1, 2: 1, 3: 2, 4: 4, 5: 8][entry.type, default: 1]
            file += number(entry.tag, 2) + number(entry.type, 2) + number(count, word)
            if entry.content.count <= word {
                file += entry.content + [UInt8](repeating: 0, count: word - entry.content.count)
            } else {
                file += number(contentStart + contents.count, word)
                contents += entry.content + [UInt8](repeating: 0, count: entry.content.count % 2)
            }
        }
        return file + number(0, word) + contents
    }

    private func number(_ value: Int, _ count: Int) -> [UInt8] {
        order == .little ? value.littleEndianBytes(count) : value.bigEndianBytes(count)
    }
}
