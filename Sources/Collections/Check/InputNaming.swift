import Raster

/// How a picture's file is called: a standard's `source_{name}`, filled with what the plan calls the picture.
struct InputNaming: Sendable {
    private static let place = "{name}"

    private let pattern: String

    /// Nil where any name will do.
    init?(_ pattern: String?) {
        guard let pattern, pattern.contains(Self.place) else { return nil }
        self.pattern = pattern
    }

    /// A file's name without its ending.
    /// - Parameter part: which of several pictures of one source, from 1; nil for the only one.
    func stem(for name: String, part: Int? = nil) -> String {
        pattern.replacing(Self.place, with: Self.portable(name) + (part.map { "_\($0)" } ?? ""))
    }

    /// Whether a file is called so. Several pictures of one source say more behind its name: `source_ana_2`,
    /// `source_ana_left`.
    func holds(_ stem: String, for name: String, isOneOfSeveral: Bool) -> Bool {
        if stem == self.stem(for: name) { return true }
        guard isOneOfSeveral, let place = pattern.range(of: Self.place) else { return false }
        let before = pattern[..<place.lowerBound] + Self.portable(name) + "_"
        let after = pattern[place.upperBound...]
        guard stem.hasPrefix(before), stem.hasSuffix(after), stem.count > before.count + after.count else {
            return false
        }
        let rest = stem.dropFirst(before.count).dropLast(after.count)
        return rest == Self.portable(String(rest))[...]
    }

    /// Letters, digits, points and dashes alone: a name that every system and every address can hold.
    static func portable(_ name: String) -> String {
        let kept = String(name.map { $0.isLetter || $0.isNumber || "._-".contains($0) ? $0 : "-" })
        return kept.hasPrefix(".") ? "-" + kept.dropFirst() : kept
    }
}

extension InputNaming {
    /// What is to be said of a picture's file name.
    /// - Parameter isOneOfSeveral: whether its source has more pictures.
    static func findings(on picture: CheckedPicture, pattern: String?, isOneOfSeveral: Bool) -> [CheckFinding] {
        let file = picture.fileName
        let (stem, ending) = parts(of: file)
        var findings: [CheckFinding] = []
        if let naming = InputNaming(pattern), !naming.holds(stem, for: picture.name, isOneOfSeveral: isOneOfSeveral) {
            let wanted = naming.stem(for: picture.name) + (isOneOfSeveral ? "_1" : "")
            findings.append(
                CheckFinding(
                    .failure, .naming,
                    "is called \(file), where \(naming.pattern) makes \(wanted)\(ending.isEmpty ? "" : "." + ending). Rename it, "
                        + "or let --fix do it."))
        }
        if let format = picture.figures.flatMap({ ImageFormat(rawValue: $0.format) }),
            !format.endings.contains(ending.lowercased())
        {
            findings.append(
                CheckFinding(
                    .warning, .naming,
                    "holds \(format.rawValue), which its name does not say. End it in .\(format.endings[0]), or let --fix do it."
                ))
        }
        return findings
    }

    /// A file's name before its last point, and behind it.
    static func parts(of file: String) -> (stem: String, ending: String) {
        guard let point = file.lastIndex(of: "."), point != file.startIndex else { return (file, "") }
        return (String(file[..<point]), String(file[file.index(after: point)...]))
    }
}
