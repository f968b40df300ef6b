/// IPTC's oldest home: datasets of the Information Interchange Model, in UTF-8.
///
/// IIM gives each text a longest length (a title has 64 bytes, a caption 2,000). exiftool reads longer ones, with a
/// warning when it validates; other readers do not. So texts are cut here at whole characters, and stand whole in XMP
/// and Exif, which readers prefer. Only a decentralized identifier is never cut, since half an address is another
/// address.
/// - SeeAlso: IPTC-IIM 4.2.
package struct IPTCRecord {
    /// The datasets that are written, all but two of record 2.
    package enum DataSet {
        package static let version: UInt8 = 0
        package static let title: UInt8 = 5
        package static let keywords: UInt8 = 25
        package static let dateCreated: UInt8 = 55
        package static let timeCreated: UInt8 = 60
        package static let byLine: UInt8 = 80
        package static let characterSet: UInt8 = 90
        package static let copyright: UInt8 = 116
        package static let caption: UInt8 = 120
    }

    package static let marker: UInt8 = 0x1C
    /// ISO 2022's way to say UTF-8: ESC % G.
    private static let utf8: [UInt8] = [0x1B, 0x25, 0x47]

    package let bytes: [UInt8]

    /// Nil when the metadata says nothing that has a place here.
    /// - Parameter metadata: tidied.
    package init?(_ metadata: Metadata) {
        var texts: [(set: UInt8, text: String)] = []
        for (set, field) in [
            (DataSet.title, Metadata.Field.title), (DataSet.keywords, .keywords), (DataSet.byLine, .artist),
            (DataSet.copyright, .copyright), (DataSet.caption, .description),
        ] {
            texts += metadata.values(of: field).map { (set, Self.cut($0, of: field)) }
        }
        if let time = metadata.created.flatMap(UTCTime.init(secondsSince1970:)) {
            texts += [(DataSet.dateCreated, time.iptcDate), (DataSet.timeCreated, time.iptcTime)]
        }
        guard !texts.isEmpty else { return nil }
        var bytes: [UInt8] = []
        Self.append([0, 4], record: 1, set: DataSet.version, to: &bytes)
        Self.append(Self.utf8, record: 1, set: DataSet.characterSet, to: &bytes)
        Self.append([0, 4], record: 2, set: DataSet.version, to: &bytes)
        // Sorting keeps the keywords' order.
        for (set, text) in texts.sorted(by: { $0.set < $1.set }) {
            Self.append(Array(text.utf8), record: 2, set: set, to: &bytes)
        }
        self.bytes = bytes
    }

    /// What of a text stands here.
    package static func cut(_ text: String, of field: Metadata.Field) -> String {
        switch field {
        case .artist: DecentralizedIdentifier.isMeant(by: text) ? text : text.cut(toBytes: 32)
        case .title, .keywords: text.cut(toBytes: 64)
        case .copyright: text.cut(toBytes: 128)
        case .description: text.cut(toBytes: 2_000)
        default: text
        }
    }

    /// Lengths over 32,767 bytes take the extended form (IIM 4.2 §1.5b).
    private static func append(_ content: [UInt8], record: UInt8, set: UInt8, to bytes: inout [UInt8]) {
        bytes += [marker, record, set]
        if content.count > 32_767 {
            bytes += [0x80, 4] + content.count.bigEndianBytes(4)
        } else {
            bytes += content.count.bigEndianBytes(2)
        }
        bytes += content
    }
}
