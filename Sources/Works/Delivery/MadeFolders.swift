import Foundation

/// Folders that were made on the way to a place, and go again when nothing came to stand there.
struct MadeFolders: Sendable {
    /// The highest first.
    private var paths: [String] = []

    /// Makes `folder` and what is missing above it. What was made until something failed is kept in mind all the same.
    /// - Returns: false when it could not be made, or another run took away a part of it meanwhile.
    mutating func make(_ folder: URL) -> Bool {
        var missing: [URL] = []
        var place = folder
        while !Self.isFolder(place), place.path != "/" {
            missing.append(place)
            place = place.deletingLastPathComponent()
        }
        for place in missing.reversed() {
            if mkdir(place.path, 0o777) == 0 {
                paths.append(place.path)
            } else if !Self.isFolder(place) {
                return false
            }
        }
        return true
    }

    /// Removes those that are empty; what others have put there meanwhile stays.
    func remove() {
        for path in paths.reversed() { rmdir(path) }
    }

    static func isFolder(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && isFolder.boolValue
    }
}
