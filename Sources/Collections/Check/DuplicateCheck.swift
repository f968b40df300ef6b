import Provenance

/// Pictures that come in twice: by their bytes, and by what they look like.
struct DuplicateCheck {
    /// More names in one finding nobody reads.
    private static let mostNamed = 5

    private var pictures: [CheckedPicture]

    /// Adds what is found to the pictures.
    /// - Parameters:
    ///   - distance: bits in which two pictures must differ at least; 0 for any.
    ///   - ownFaces: SHA-256 of pictures that a work takes as its source and its target, with the work's name.
    static func apply(to pictures: [CheckedPicture], distance: Int, ownFaces: [String: String]) -> [CheckedPicture] {
        var check = DuplicateCheck(pictures: pictures)
        check.findEqual()
        if distance > 0 { check.findNear(distance - 1) }
        check.findBothRoles(ownFaces)
        return check.pictures
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
        let isOneSource =
            pictures[index].role == .source && sorted.allSatisfy { pictures[$0.index].name == pictures[index].name }
        pictures[index].add(
            CheckFinding(
                .warning, .duplicate,
                "looks like \(names.joined(separator: ", ")). "
                    + (isOneSource
                        ? "Another view of the face would tell works more." : "Works of both would be nearly the same.")
            ))
    }

    /// One file as a source and as a target.
    private mutating func findBothRoles(_ ownFaces: [String: String]) {
        var sources: [String: String] = [:]
        for picture in pictures where picture.role == .source {
            if let digest = picture.figures?.sha256, sources[digest] == nil { sources[digest] = picture.file }
        }
        for index in pictures.indices where pictures[index].role == .target {
            guard let digest = pictures[index].figures?.sha256, let source = sources[digest] else { continue }
            let finding =
                if let work = ownFaces[digest] {
                    CheckFinding(
                        .failure, .bothRoles,
                        "is the source \(source) too, and work \(work) puts that face into its own picture. Pair them with "
                            + "others.")
                } else {
                    CheckFinding(.note, .bothRoles, "is the source \(source) too; no work puts it into itself.")
                }
            pictures[index].add(finding)
        }
    }
}
