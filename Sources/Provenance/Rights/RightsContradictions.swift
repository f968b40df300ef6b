/// Finds what cannot be true at once: in one entry, or in two for the same picture in the same role.
///
/// Entries are remembered by what could contradict them, so that the time grows with their number only.
struct RightsContradictions {
    /// What an entry says of its picture. One that has both a name and a digest is not the picture of an entry with that
    /// name and another digest, but may be that of an entry with the name alone.
    private enum Picture: Hashable {
        case digest(Digest)
        case nameAlone(String)
        case nameBesideDigest(String)
    }

    private enum Person: Hashable {
        case named(String)
        case anyReal
    }

    private struct Key: Hashable {
        var role: RightsRole
        var picture: Picture
        var person: Person
    }

    /// More rights of one person in one picture than any record has; a hostile one shall not cost more.
    private static let mostCompared = 100

    private var earlier: [Key: [Int]] = [:]

    static func findings(in entries: [RightsEntry]) -> [RightsFinding] {
        var memory = RightsContradictions()
        return entries.indices.flatMap { position in
            let path = JSONPath.root.key("entries").index(position)
            let entry = entries[position]
            var findings: [RightsFinding] = []
            if entry.isOfFictionalPerson, entry.basis.isConsent {
                findings.append(.contradiction(.consentOfFictionalPerson, path: path, other: nil))
            }
            if entry.basis == .fictional, !entry.isOfFictionalPerson {
                findings.append(.contradiction(.fictionalBasisOfRealPerson, path: path, other: nil))
            }
            // One finding for a pair of entries is enough to send a person there.
            for other in memory.candidates(for: entry) {
                guard let contradiction = contradiction(entries[other], entry) else { continue }
                let place = JSONPath.root.key("entries").index(other)
                findings.append(.contradiction(contradiction, path: path, other: place))
                break
            }
            memory.remember(entry, at: position)
            return findings
        }
    }

    private func candidates(for entry: RightsEntry) -> [Int] {
        var pictures: [Picture] = []
        if let digest = entry.sha256 { pictures.append(.digest(digest)) }
        if let file = entry.file {
            pictures.append(.nameAlone(file))
            if entry.sha256 == nil { pictures.append(.nameBesideDigest(file)) }
        }
        let opposite: Person = entry.isOfFictionalPerson ? .anyReal : .named(RightsEntry.fictionalPerson)
        let found = pictures.flatMap { picture in
            [.named(entry.person), opposite].flatMap { person in
                earlier[Key(role: entry.role, picture: picture, person: person), default: []]
            }
        }
        return Set(found).sorted()
    }

    private mutating func remember(_ entry: RightsEntry, at position: Int) {
        var pictures: [Picture] = []
        if let digest = entry.sha256 { pictures.append(.digest(digest)) }
        if let file = entry.file { pictures.append(entry.sha256 == nil ? .nameAlone(file) : .nameBesideDigest(file)) }
        let people: [Person] = [.named(entry.person)] + (entry.isOfFictionalPerson ? [] : [.anyReal])
        for picture in pictures {
            for person in people {
                let key = Key(role: entry.role, picture: picture, person: person)
                if earlier[key, default: []].count < Self.mostCompared {
                    earlier[key, default: []].append(position)
                }
            }
        }
    }

    private static func contradiction(
        _ first: RightsEntry, _ second: RightsEntry
    ) -> RightsFinding.Contradiction? {
        if first.isOfFictionalPerson != second.isOfFictionalPerson { return .realAndFictional }
        if first.basis.excludes(second.basis) { return .otherBasis }
        guard first.basis == second.basis else { return nil }
        let hasSameTerms =
            first.uses == second.uses && first.expires == second.expires && first.evidence == second.evidence
        return hasSameTerms ? nil : .otherTerms
    }
}
