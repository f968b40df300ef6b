/// Names that become folders, on any file system and in any object store.
enum SafeName {
    /// What POSIX systems allow for one name.
    private static let longest = 255

    /// Why a name does not serve, as the end of "is …"; nil when it does.
    static func objection(to name: String) -> String? {
        if name.isEmpty { return "is empty" }
        if name.utf8.count > longest { return "is longer than \(longest) bytes" }
        if name.utf8.first == UInt8(ascii: ".") { return "begins with a point" }
        if name.unicodeScalars.contains(where: { $0 == "/" || $0 == "\\" }) { return "has a path separator" }
        if name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return "has a control character"
        }
        if name.first?.isWhitespace == true || name.last?.isWhitespace == true {
            return "begins or ends with white space"
        }
        return nil
    }

    /// Equal for names that some file systems take for one: letters' case and the ways to write an accent do not count.
    static func folded(_ name: String) -> String { name.lowercased() }
}
