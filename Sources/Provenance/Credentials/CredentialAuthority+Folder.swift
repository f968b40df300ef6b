import Foundation

extension CredentialAuthority {
    /// The name of the authority's certificate, in its own folder and beside works.
    public static let rootName = "root.pem"

    /// The authority whose files lie in a folder; whether they do is known when they are read.
    public init(in folder: URL) {
        self.init(
            root: folder.appending(path: Self.rootName), chain: folder.appending(path: "chain.pem"),
            key: folder.appending(path: "key.pem"))
    }
}
