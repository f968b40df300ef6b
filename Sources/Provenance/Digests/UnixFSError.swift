import Foundation

/// Why a folder cannot be made.
public enum UnixFSError: Error, Sendable, Equatable {
    case name(String)
    case nameTwice(String)
    /// Sizes in bytes, as Kubo estimates them.
    case tooManyEntries(count: Int, estimate: Int, limit: Int)
}

extension UnixFSError: CustomStringConvertible, LocalizedError {
    /// `what is wrong. What to do.`
    public var description: String {
        switch self {
        case .name(let name): "\"\(name)\" is no name for a file in a folder. Give it another name, without a slash."
        case .nameTwice(let name): "\(name): stands twice in the folder. Rename one of the two."
        case .tooManyEntries(let count, let estimate, let limit):
            "the folder's \(count) entries take \(estimate) bytes; one node holds \(limit). Spread them over folders."
        }
    }

    public var errorDescription: String? { description }
}
