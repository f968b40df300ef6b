/// A word that a POSIX shell reads as exactly this text.
struct ShellWord: CustomStringConvertible {
    let description: String

    init(_ text: String) {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { letter in
                switch letter {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "._/:=@%+,-".utf8.contains(letter)
                }
            }
        description = isPlain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }

    static func line(_ words: [String]) -> String { words.map { ShellWord($0).description }.joined(separator: " ") }
}
