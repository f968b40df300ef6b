import Provenance

/// Pictures that come in twice: by their bytes, and by what they look like.
struct DuplicateCheck {
    /// With what is found.
    private(set) var pictures: [CheckedPicture]
    /// What is no single picture's.
    private(set) var findings: [CheckFinding] = []

    /// More names in one finding nobody reads.
    private static let mostNamed = 5

    /// - Parameters:
    ///   - distance: bits in which two pictures must differ at least; 0 for any.
    ///   - ownFaces: SHA-256 of pictures that a work takes as its source and its target, with the work's name.
    init(among pictures: [CheckedPicture], distance: Int, ownFaces: [String: String]) {
        self.pictures = pictures
        findEqual()
        if distance > 0 { findNear(distance - 1) }
        findBothRoles(ownFaces)
    }

    /// Files of one role with the same bytes; the first stands, the others fail.
    private mutating func findEqual() {
        for role in [CheckedPicture.Role.source, .target] {
            var first: [String: Int] = [:]
            for index in pictures.indices where pictures[index].role == role {
                guard let digest = pictures[index].figures?.sha256 else { continue }
                if let other = first[digest] {
                    pictures[index].add(
                        CheckFinding(
                            .failure, .duplicate,
                            "is the same file as \(pictures[other].file). Leave one of them out of the plan."))
                } else {
                    first[digest] = index
                }
            }
        }
    }

    /// Pictures of one role that look alike, each named with those before it.
    private mutating func findNear(_ distance: Int) {
        for role in [CheckedPicture.Role.source, .target] {
            var seen: Set<String> = []
            // Equal files are told of already.
            let indices = pictures.indices.filter { index in
                pictures[index].role == role && pictures[index].figures.map { seen.insert($0.sha256).inserted } == true
            }
            // A crowd that looks alike to the last bit has one member here: its pairs would be many.
            var crowds: [Fingerprint: [Int]] = [:]
            for index in indices {
                if let fingerprint = pictures[index].figures?.fingerprint {
                    crowds[fingerprint, default: []].append(index)
                }
            }
            let heads = indices.filter { index in
                pictures[index].figures.map { crowds[$0.fingerprint]?.first == index } == true
            }
            let fingerprints = heads.compactMap { pictures[$0].figures?.fingerprint }
            var near: [Int: [(index: Int, distance: Int)]] = [:]
            for crowd in crowds.values {
                for index in crowd.dropFirst() { near[index, default: []].append((crowd[0], 0)) }
            }
            for pair in FingerprintSearch(fingerprints).pairs(within: distance) {
                near[heads[pair.second], default: []].append((heads[pair.first], pair.distance))
            }
            for (index, others) in near { tell(index, of: others) }
        }
    }

    private mutating func tell(_ index: Int, of others: [(index: Int, distance: Int)]) {
        let sorted = others.sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }
        var names = sorted.prefix(Self.mostNamed).map {
            "\(pictures[$0.index].file) (\($0.distance) bits of 64 differ)"
        }
        if sorted.count > names.count { names.append("\(sorted.count - names.count) more") }
        let advice =
            switch pictures[index].role {
            case .source where sorted.allSatisfy({ pictures[$0.index].name == pictures[index].name }):
                "Another view of the face would tell works more."
            case .source, .reference: "If they show one person, leave one out."
            case .target: "Works into both would be nearly the same."
            }
        pictures[index].add(
            CheckFinding(.warning, .duplicate, "looks like \(names.joined(separator: ", ")). \(advice)"))
    }

    /// One file as a source and as a target.
    private mutating func findBothRoles(_ ownFaces: [String: String]) {
        var sources: [String: String] = [:]
        for picture in pictures where picture.role == .source {
            if let digest = picture.figures?.sha256, sources[digest] == nil { sources[digest] = picture.file }
        }
        var count = 0
        for index in pictures.indices where pictures[index].role == .target {
            guard let digest = pictures[index].figures?.sha256, let source = sources[digest] else { continue }
            count += 1
            guard let work = ownFaces[digest] else { continue }
            pictures[index].add(
                CheckFinding(
                    .failure, .bothRoles,
                    "is the source \(source) too, and work \(work) puts that face into its own picture. Pair them with "
                        + "others."))
        }
        if count > 0 {
            findings.append(
                CheckFinding(.note, .bothRoles, "\(count) \(count == 1 ? "file is" : "files are") source and target."))
        }
    }
}
