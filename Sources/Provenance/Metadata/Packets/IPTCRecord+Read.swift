extension IPTCRecord {
    /// What datasets say; nil when there are none. Texts of other character sets are read as Latin-1.
    package static func metadata(in bytes: [UInt8]) -> Metadata? {
        let datasets = datasets(in: unswapped(bytes))
        guard !datasets.isEmpty else { return nil }
        let texts = { (set: UInt8) in
            datasets.filter { $0.record == 2 && $0.set == set }.map { text($0.content) }.filter { !$0.isEmpty }
        }
        return Metadata(
            artist: joined(texts(DataSet.byLine)), title: texts(DataSet.title).first,
            description: texts(DataSet.caption).first, copyright: texts(DataSet.copyright).first,
            keywords: texts(DataSet.keywords),
            created: texts(DataSet.dateCreated).first.flatMap {
                UTCTime.seconds(fromIPTC: $0, time: texts(DataSet.timeCreated).first)
            })
    }

    private static func joined(_ texts: [String]) -> String? { texts.isEmpty ? nil : texts.joined(separator: "; ") }

    private static func text(_ content: ArraySlice<UInt8>) -> String {
        String(validating: content, as: UTF8.self)
            ?? String(String.UnicodeScalarView(content.map { Unicode.Scalar($0) }))
    }

    private static func datasets(in bytes: [UInt8]) -> [(record: UInt8, set: UInt8, content: ArraySlice<UInt8>)] {
        var datasets: [(record: UInt8, set: UInt8, content: ArraySlice<UInt8>)] = []
        var at = 0
        // Behind the last one there may be zeros that fill the block.
        while at + 5 <= bytes.count, bytes[at] == marker {
            var length = Int(bytes[at + 3]) << 8 | Int(bytes[at + 4])
            var start = at + 5
            if length & 0x8000 != 0 {
                let digits = length & 0x7FFF
                guard digits <= 4, digits <= bytes.count - start else { break }
                length = bytes[start..<start + digits].reduce(0) { $0 << 8 | Int($1) }
                start += digits
            }
            guard length <= bytes.count - start else { break }
            datasets.append((bytes[at + 1], bytes[at + 2], bytes[start..<start + length]))
            at = start + length
        }
        return datasets
    }

    /// Some TIFF writers take the block for 32-bit numbers and turn their bytes round.
    private static func unswapped(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.count >= 4, bytes[0] != marker, bytes[3] == marker else { return bytes }
        return stride(from: 0, to: bytes.count, by: 4).flatMap { bytes[$0..<min($0 + 4, bytes.count)].reversed() }
    }
}
