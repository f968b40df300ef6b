/// One of PNG's texts: a keyword and a value.
/// - SeeAlso: PNG (Third Edition) §11.3.3.
package struct PNGText: Equatable {
    package let keyword: String
    /// Nil when it is compressed: no tool that we know compresses these texts unasked.
    package let value: String?

    package init(keyword: String, value: String) {
        (self.keyword, self.value) = (keyword, value)
    }

    /// Reads a `tEXt`, `zTXt` or `iTXt` chunk; nil when it has no keyword or is cut short.
    package init?(kind: String, _ bytes: [UInt8]) {
        let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, (1...79).contains(parts[0].count) else { return nil }
        keyword = Self.latin1(parts[0])
        switch kind {
        case "tEXt": value = Self.latin1(parts[1])
        case "iTXt":
            // Compression's flag and method, then language and translated keyword, each with its NUL.
            let rest = parts[1].dropFirst(2).split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
            guard let flag = parts[1].first, rest.count == 3 else { return nil }
            value = flag == 0 ? String(decoding: rest[2], as: UTF8.self) : nil
        default: value = nil
        }
    }

    /// Plain ASCII takes the oldest kind of chunk, which every reader knows; all else the one in UTF-8.
    private var isPlain: Bool {
        value?.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x0A } ?? false
    }

    package var kind: String { isPlain ? "tEXt" : "iTXt" }

    /// The chunk's content.
    package var bytes: [UInt8] {
        Array(keyword.utf8) + (isPlain ? [0] : [0, 0, 0, 0, 0]) + Array((value ?? "").utf8)
    }

    private static func latin1(_ bytes: ArraySlice<UInt8>) -> String {
        String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}
