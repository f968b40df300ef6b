import Foundation

/// Files by a pattern: `targets/*.jpg`, where `*` stands for any letters of a name and `?` for one.
struct PictureGlob {
    private let pattern: String

    /// - Returns: nil for a path that is no pattern.
    init?(_ pattern: String) {
        guard pattern.contains(where: { $0 == "*" || $0 == "?" }) else { return nil }
        self.pattern = pattern
    }

    /// Paths as the pattern has them, in the order of their UTF-8 bytes. Hidden files and folders do not count.
    func files(in folder: URL) -> [String] {
        let isAbsolute = pattern.hasPrefix("/")
        let start = isAbsolute ? URL(filePath: "/") : folder
        let parts = pattern.split(separator: "/").map(String.init)
        var paths = [""]
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            paths = paths.flatMap { path -> [String] in
                let below = path.isEmpty ? part : "\(path)/\(part)"
                guard part.contains(where: { $0 == "*" || $0 == "?" }) else { return [below] }
                let names =
                    (try? FileManager.default.contentsOfDirectory(atPath: start.appending(path: path).path)) ?? []
                return names.filter { !$0.hasPrefix(".") && Self.matches(Array($0), Array(part)) }
                    .map { path.isEmpty ? $0 : "\(path)/\($0)" }
            }
            paths = paths.filter { Self.isFolder(start.appending(path: $0)) != isLast }
        }
        return paths.filter { FileManager.default.fileExists(atPath: start.appending(path: $0).path) }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            .map { isAbsolute ? "/" + $0 : $0 }
    }

    /// As `files(in:)`, of paths relative to the folder that somebody else listed.
    func files(amid listing: [String]) -> [String] {
        guard !pattern.hasPrefix("/") else { return [] }
        let parts = pattern.split(separator: "/")
        let matched = parts.filter { $0 != "." }.map(Array.init)
        return listing.filter { path in
            let names = path.split(separator: "/")
            return names.count == matched.count
                && zip(names, matched).allSatisfy { name, part in
                    let isPattern = part.contains("*") || part.contains("?")
                    return isPattern ? !name.hasPrefix(".") && Self.matches(Array(name), part) : Array(name) == part
                }
        }
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        .map { path in
            // As the pattern has them, its points too.
            var names = path.split(separator: "/")[...]
            return parts.compactMap { $0 == "." ? $0 : names.popFirst() }.joined(separator: "/")
        }
    }

    private static func isFolder(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// Remembers the last star, and lets it take one letter more whenever the rest does not fit: O(n·m).
    private static func matches(_ name: [Character], _ pattern: [Character]) -> Bool {
        var (letter, sign) = (0, 0)
        var star: (sign: Int, letter: Int)?
        while letter < name.count {
            if sign < pattern.count, pattern[sign] == "*" {
                star = (sign, letter)
                sign += 1
            } else if sign < pattern.count, pattern[sign] == "?" || pattern[sign] == name[letter] {
                letter += 1
                sign += 1
            } else if let last = star {
                star = (last.sign, last.letter + 1)
                (sign, letter) = (last.sign + 1, last.letter + 1)
            } else {
                return false
            }
        }
        return pattern[sign...].allSatisfy { $0 == "*" }
    }
}
