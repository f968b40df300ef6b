import Inference

/// Models that a recipe asks for and that cannot take their part, in the order of its keys.
public struct CastingError: Error, Sendable, Equatable {
    public enum Reason: Sendable, Equatable {
        /// No model of the manifest has the name; `nearest` is one that reads like it.
        case unknown(nearest: String?)
        /// The model is known but not on this machine, or its file is not the one that the manifest describes.
        case unusable(InferenceError)
        /// The same of a model that could take this part.
        case absent(InferenceError)
        /// Faces must be told apart, and the recipe has nothing that does.
        case needsRecognizer
        /// A reference is to be found, and the recipe has nothing that tells faces apart.
        case nobodyTellsApart
        /// The file is here, but nothing in this version runs such a model in this part.
        case noRunner
    }

    public struct Refusal: Sendable, Equatable {
        /// The recipe's key.
        public var key: String
        /// The name that the recipe gives.
        public var asked: String
        public var reason: Reason
        /// The bundled part that `--default-models` takes instead.
        public var bundled: String
    }

    public var refusals: [Refusal]
}

extension CastingError: WorkFailure {
    public var isBadInput: Bool { true }

    /// One line for each refusal.
    public var description: String {
        refusals.map(\.description).joined(separator: "\n")
    }
}

extension CastingError.Refusal: CustomStringConvertible {
    public var description: String {
        let instead = "Or take \"\(bundled)\" in its place: --default-models."
        return switch reason {
        case .unknown(let nearest):
            "\(key): \"\(asked)\" is no model that is known here"
                + (nearest.map { " (did you mean \"\($0)\"?)" } ?? "") + ". See: likeness models list. \(instead)"
        case .unusable(let error):
            "\(key): \(error) This version has nothing yet that runs it. \(instead)"
        case .absent(let error):
            "\(key): \(error) \(instead)"
        case .needsRecognizer:
            "\(key): \"\(asked)\" goes by a face's embedding. Name a face_recognizer, such as arcface_w600k_r50. \(instead)"
        case .nobodyTellsApart:
            "\(key): \"\(asked)\" needs a face_recognizer. Name one, such as arcface_w600k_r50, or choose the face otherwise."
        case .noRunner:
            "\(key): \"\(asked)\" is here, but this version cannot run it in this part. \(instead)"
        }
    }
}
