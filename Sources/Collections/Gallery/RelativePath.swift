import Foundation

/// The way from one folder to a file, as pages write it: `../works/0001/thumbnail.webp`.
struct RelativePath: Sendable, Equatable, CustomStringConvertible {
    /// Percent-encoded.
    let description: String

    init(to file: URL, from folder: URL) {
        let (to, from) = (Self.parts(of: file), Self.parts(of: folder))
        let common = zip(to, from).prefix { $0 == $1 }.count
        let up = Array(repeating: "..", count: from.count - common)
        description = (up + to[common...].map(Self.encoded)).joined(separator: "/")
    }

    private static func parts(of url: URL) -> [String] {
        url.absoluteURL.standardizedFileURL.path.split(separator: "/").map(String.init)
    }

    private static func encoded(_ part: String) -> String {
        // RFC 3986's unreserved characters: nothing that a page or a gateway could read otherwise.
        let plain = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        return part.addingPercentEncoding(withAllowedCharacters: plain) ?? part
    }
}
