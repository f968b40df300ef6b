/// A library that is loaded at run time, as set-up installs it: an engine's, or the one that signs.
public struct Runtime: Sendable, Codable, Equatable {
    /// The library's name: `openvino`, `c2pa`.
    public var name: String
    /// The Python package that holds it.
    public var package: String
    public var version: String
    /// SPDX identifier.
    public var licence: String
    /// The folder below `.deps`.
    public var folder: String
    /// One for each kind of machine.
    public var archives: [Archive]

    public struct Archive: Sendable, Codable, Equatable {
        /// `linux-x86_64`, `linux-aarch64`.
        public var platform: String
        /// What pip is asked for: Python version, ABI and platform tag.
        public var python: String
        public var abi: String
        public var tag: String
        public var bytes: Int
        public var sha256: String
        public var members: [Member]
    }

    /// A file of an archive that is unpacked.
    public struct Member: Sendable, Codable, Equatable {
        /// Inside the archive.
        public var path: String
        /// Below the folder.
        public var file: String
        public var bytes: Int
        public var sha256: String
    }
}
