import Foundation

/// The pictures of a folder, told apart by their names: `source_ana.jpg`, `target_street.jpg`, or whatever lies in the
/// folders `sources` and `targets`.
struct FolderPictures {
    /// Forms that the tool reads.
    private static let endings: Set<String> = ["jpg", "jpeg", "png", "tif", "tiff", "webp", "avif", "heic", "heif"]

    private(set) var sources: [PlanPicture] = []
    private(set) var targets: [PlanPicture] = []
    /// Pictures whose names do not say what they are.
    private(set) var others: [String] = []

    /// - Throws: what the file system says of the folder.
    init(in folder: URL) throws {
        let standard = InputStandard()
        var sourceFiles = Self.pictures(in: folder, below: "sources")
        var targetFiles = Self.pictures(in: folder, below: "targets")
        for file in try Self.names(of: folder) {
            switch file {
            case _ where Self.name(of: file, by: standard.sourceNaming) != nil: sourceFiles.append(file)
            case _ where Self.name(of: file, by: standard.targetNaming) != nil: targetFiles.append(file)
            default: others.append(file)
            }
        }
        sources = Self.sources(sourceFiles, naming: standard.sourceNaming)
        targets = Self.targets(targetFiles, naming: standard.targetNaming)
    }

    private static func pictures(in folder: URL, below part: String) -> [String] {
        ((try? names(of: folder.appending(path: part))) ?? []).map { "\(part)/\($0)" }
    }

    /// Pictures only, in the order of their names' UTF-8.
    private static func names(of folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { !$0.hasPrefix(".") && endings.contains(($0 as NSString).pathExtension.lowercased()) }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The picture's own name, where the file is called by the standard.
    private static func name(of file: String, by naming: String?) -> String? {
        let whole = PlanReader.name(of: file, naming: nil)
        let own = PlanReader.name(of: file, naming: naming)
        return own == whole ? nil : own
    }
}

extension FolderPictures {
    /// Photographs of one person together: `ana`, `ana_2` … `ana_9` or `ana-a` … `ana-z`, where at least two of them are
    /// there. Longer numbers count a series: `street_047`.
    private static func sources(_ files: [String], naming: String?) -> [PlanPicture] {
        let named = files.map { (name: PlanReader.name(of: $0, naming: naming), file: $0) }
        var photographs: [String: Int] = [:]
        for (name, _) in named { photographs[person(in: name), default: 0] += 1 }
        var groups: [String: [String]] = [:]
        for (name, file) in named {
            let person = person(in: name)
            groups[photographs[person, default: 0] > 1 ? person : name, default: []].append(file)
        }
        return groups.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.enumerated().map { index, group in
            // The plainest name first: it is the photograph that the others were added to.
            let files = group.value.sorted {
                ($0.utf8.count, $0) < ($1.utf8.count, $1)
            }
            return PlanPicture(name: safe(group.key, "source", index), files: files)
        }
    }

    private static func person(in name: String) -> String {
        guard let match = name.wholeMatch(of: /(.+)[_\-](?:[1-9]|[a-z])/) else { return name }
        return String(match.1)
    }

    private static func targets(_ files: [String], naming: String?) -> [PlanPicture] {
        var taken: Set<String> = []
        return files.enumerated().map { index, file in
            var name = safe(PlanReader.name(of: file, naming: naming), "target", index)
            // Two forms of one picture, or one in each folder: both are kept, and checking tells of them.
            if taken.contains(SafeName.folded(name)) { name += "_\(index + 1)" }
            while taken.contains(SafeName.folded(name)) { name += "_" }
            taken.insert(SafeName.folded(name))
            return PlanPicture(name: name, files: [file])
        }
    }

    private static func safe(_ name: String, _ role: String, _ index: Int) -> String {
        SafeName.objection(to: name) == nil ? name : "\(role) \(index + 1)"
    }
}
