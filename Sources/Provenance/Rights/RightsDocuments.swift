import Foundation

/// The documents of a folder of evidence, each hashed once.
struct RightsDocuments {
    private let folder: URL
    private var digests: [String: Result<Digest, DigestError>] = [:]

    init(folder: URL) {
        self.folder = folder
    }

    /// What is wrong with a document; nil when it is the one that was recorded.
    mutating func check(_ evidence: RightsEvidence, at path: JSONPath) -> RightsFinding? {
        switch digest(of: evidence.file) {
        case .success(evidence.sha256): nil
        case .success(let found):
            .evidenceChanged(file: evidence.file, recorded: evidence.sha256, found: found, path: path)
        case .failure(let error):
            .evidenceMissing(file: evidence.file, reason: Self.reason(error), path: path)
        }
    }

    private mutating func digest(of file: String) -> Result<Digest, DigestError> {
        if let known = digests[file] { return known }
        let url = folder.appending(path: file)
        let result = Result { () throws(DigestError) in try Digest(ofFile: url) }
        digests[file] = result
        return result
    }

    private static func reason(_ error: DigestError) -> String {
        switch error {
        case .missing: "is not there"
        case .notAFile: "is a folder or a device"
        case .unreadable(_, let reason): "cannot be read: \(reason)"
        }
    }
}
