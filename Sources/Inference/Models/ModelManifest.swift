import Foundation

/// What is known of every model and engine that Likeness can name: `Resources/models.json`.
public struct ModelManifest: Sendable, Codable, Equatable {
    public var version: Int
    public var runtimes: [Runtime]
    public var packages: [PinnedPackage]
    public var models: [ModelEntry]

    /// A Python package that set-up takes files from, and the SHA-256 of its wheel.
    public struct PinnedPackage: Sendable, Codable, Equatable {
        public var package: String
        public var version: String
        public var bytes: Int
        public var sha256: String
    }

    /// The manifest that is built in.
    /// - Throws: `InferenceError.manifestInvalid`; the tests make sure that it does not.
    public static func builtIn() throws(InferenceError) -> ModelManifest {
        try builtInResult.get()
    }

    private static let builtInResult = Result { () throws(InferenceError) in
        try ModelManifest(json: Data(PackageResources.models_json))
    }

    package init(version: Int, runtimes: [Runtime], packages: [PinnedPackage], models: [ModelEntry]) {
        self.version = version
        self.runtimes = runtimes
        self.packages = packages
        self.models = models
    }

    /// Reads and validates a manifest.
    /// - Throws: `InferenceError.manifestInvalid` with the path of the field that is wrong.
    public init(json: Data) throws(InferenceError) {
        self = try Self.decoded(from: json)
        try validate()
        try validateRequirements()
    }

    /// - Throws: `InferenceError.manifestInvalid`.
    static func decoded<Value: Decodable>(from json: Data) throws(InferenceError) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: json)
        } catch let error as DecodingError {
            throw .manifestInvalid(field: error.field, reason: error.reason)
        } catch {
            throw .manifestInvalid(field: "$", reason: "\(error)")
        }
    }

    /// The entry with this name or alias.
    public func entry(named name: String) -> ModelEntry? {
        models.first { $0.name == name || $0.aliases.contains(name) }
    }

    /// Names of all entries, sorted.
    public var names: [String] { models.map(\.name).sorted() }
}

extension DecodingError {
    fileprivate var field: String {
        let path =
            switch self {
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                context.codingPath
            case .keyNotFound(let key, let context): context.codingPath + [key]
            @unknown default: [] as [any CodingKey]
            }
        let text = path.reduce("") { text, key in
            key.intValue.map { "\(text)[\($0)]" } ?? (text.isEmpty ? key.stringValue : "\(text).\(key.stringValue)")
        }
        return text.isEmpty ? "$" : text
    }

    fileprivate var reason: String {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            context.debugDescription
        case .keyNotFound: "is missing"
        @unknown default: "cannot be read"
        }
    }
}
