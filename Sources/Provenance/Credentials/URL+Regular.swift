import Foundation

extension URL {
    /// Whether the path leads to a regular file, through links; nil when it leads nowhere.
    var isRegularFile: Bool? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT == S_IFREG : nil
    }
}
