/// The entries of a record by the pictures that they speak of. Entries are named by their position.
struct RightsIndex {
    private let entries: [RightsEntry]
    private var bySHA256: [Digest: [Int]] = [:]
    /// Entries that have a name and no digest.
    private var byNameAlone: [String: [Int]] = [:]
    /// Entries that have both.
    private var byNameAndDigest: [String: [Int]] = [:]

    init(_ entries: [RightsEntry]) {
        self.entries = entries
        for (position, entry) in entries.enumerated() {
            switch (entry.sha256, entry.file) {
            case (let digest?, let file):
                bySHA256[digest, default: []].append(position)
                if let file { byNameAndDigest[file, default: []].append(position) }
            case (nil, let file?): byNameAlone[file, default: []].append(position)
            case (nil, nil): break
            }
        }
    }

    /// The entries that speak of a picture in its role, or what keeps the record from speaking of it.
    func entries(for input: RightsInput) -> (positions: [Int], finding: RightsFinding?) {
        let known = (bySHA256[input.sha256, default: []] + byNameAlone[input.file, default: []]).sorted()
        let inRole = known.filter { entries[$0].role == input.role }
        if !inRole.isEmpty { return (inRole, nil) }
        let root = JSONPath.root.key("entries")
        if let first = known.first {
            return ([], .otherRole(input, recorded: entries[first].role, path: root.index(first)))
        }
        if let first = byNameAndDigest[input.file]?.first, let recorded = entries[first].sha256 {
            return ([], .otherPicture(input, recorded: recorded, path: root.index(first)))
        }
        return ([], .noEntry(input))
    }

    /// The entries of each picture, in each of its roles, in the order of the record.
    var pictures: [[Int]] {
        var groups: [[Int]] = []
        var groupOf: [String: Int] = [:]
        for (position, entry) in entries.enumerated() {
            let picture = entry.sha256?.hexadecimal ?? entry.file.map { "/\($0)" } ?? ""
            let key = "\(entry.role.rawValue) \(picture)"
            if let group = groupOf[key] {
                groups[group].append(position)
            } else {
                groupOf[key] = groups.count
                groups.append([position])
            }
        }
        return groups
    }
}
