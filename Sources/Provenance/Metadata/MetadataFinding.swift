/// One thing that a home of metadata says otherwise, or does not say.
public struct MetadataFinding: Sendable, Hashable {
    public let home: MetadataHome
    public let field: Metadata.Field
    /// What the home says, several keywords in their order; empty when it says nothing.
    public let stated: [String]
    public let expected: [String]

    package init(home: MetadataHome, field: Metadata.Field, stated: [String], expected: [String]) {
        self.home = home
        self.field = field
        self.stated = stated
        self.expected = expected
    }
}

extension MetadataFinding: CustomStringConvertible {
    /// `iptc, title: says "Old", expected "New"`.
    public var description: String {
        let text = { (values: [String]) in
            values.isEmpty ? "nothing" : values.map { "\"\($0)\"" }.joined(separator: ", ")
        }
        return "\(home.rawValue), \(field.rawValue): says \(text(stated)), expected \(text(expected))"
    }
}

extension MetadataHomes {
    /// Where the homes differ from each other; empty when they agree. The measure is `combined`.
    public var agreement: [MetadataFinding] { findings(against: combined) }

    /// Where the homes differ from what is expected. A home that the format has and that is missing gives a finding for
    /// each field that should stand there; one that the format need not have is heard on what it says only. Texts that
    /// a home cuts for want of room agree when they are what the cut leaves.
    public func findings(against expected: Metadata) -> [MetadataFinding] {
        // What cannot be written is expected in the form in which it was given.
        let expected = (try? expected.tidied()) ?? expected
        return MetadataHome.allCases.flatMap { home in
            let isNeeded = format.homes.contains(home)
            guard isNeeded || stated[home] != nil else { return [MetadataFinding]() }
            let metadata = stated[home] ?? Metadata()
            return Metadata.Field.allCases.filter(home.fields.contains).compactMap { field in
                let (values, wanted) = (metadata.values(of: field), expected.values(of: field))
                guard isNeeded || !values.isEmpty, !agrees(values, with: wanted, in: home, on: field) else {
                    return nil
                }
                return MetadataFinding(home: home, field: field, stated: values, expected: wanted)
            }
        }
    }

    private func agrees(
        _ values: [String], with wanted: [String], in home: MetadataHome, on field: Metadata.Field
    ) -> Bool {
        // XMP's keywords are a bag, which has no order.
        let same = { (texts: [String]) in field == .keywords ? values.sorted() == texts.sorted() : values == texts }
        if same(wanted) { return true }
        switch home {
        case .iptc: return same(wanted.map { IPTCRecord.cut($0, of: field) })
        case .exif where format == .jpeg || format == .avif: return same(wanted.map { EXIFBlock.cut($0, of: field) })
        default: return false
        }
    }
}
