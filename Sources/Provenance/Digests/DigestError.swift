import Foundation

/// Why a file was not hashed. `file` is always the file's name, never its path.
public enum DigestError: Error, Sendable, Equatable {
    case missing(file: String)
    case notAFile(file: String)
    case unreadable(file: String, reason: String)
}

extension DigestError: CustomStringConvertible, LocalizedError {
    /// `file: what is wrong. What to do.`
    public var description: String {
        switch self {
        case .missing(let file): "\(file): there is no such file. Check the path."
        case .notAFile(let file): "\(file): is a folder or a device. Give a file."
        case .unreadable(let file, let reason): "\(file): cannot be read: \(reason). Check its permissions."
        }
    }

    public var errorDescription: String? { description }
}
