import Foundation

/// What there is of a model on this machine.
public enum ModelState: Sendable, Equatable {
    /// The file is the one that the manifest describes.
    case verified(URL)
    case missing(InferenceError)
    /// There is a file, but not that one, or it cannot be read.
    case damaged(InferenceError)
}
