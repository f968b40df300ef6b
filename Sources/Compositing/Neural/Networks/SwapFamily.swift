import Faces

/// The kinds of swapping networks: what each is told of the source, and how its colours are counted.
public enum SwapFamily: String, Sendable, Codable, CaseIterable {
    case blendswap, ghost, hififace, hyperswap, inswapper, simswap, uniface
    /// DeepFaceLab's exported models: the identity is in the network.
    case deep = "deep_swapper"

    /// What `source` holds.
    enum SourceInput: Sendable, Equatable {
        /// The recogniser's embedding, of length 1.
        case normalized
        /// The recogniser's embedding times the network's own map, over the embedding's length.
        case mapped
        /// The embedding that a converter makes of the recogniser's, as it is or brought to length 1.
        case converted(isNormalized: Bool)
        /// The first source's face, 0 … 1.
        case picture(WarpTemplate, side: Int)
        case none
    }

    var sourceInput: SourceInput {
        switch self {
        case .blendswap: .picture(.arcface112v2, side: 112)
        case .uniface: .picture(.ffhq512, side: 256)
        case .ghost: .converted(isNormalized: false)
        case .hififace, .simswap: .converted(isNormalized: true)
        case .hyperswap: .normalized
        case .inswapper: .mapped
        case .deep: .none
        }
    }

    /// Whether the target's embedding is brought to length 1 before it is weighed against the source's.
    var normalizesTarget: Bool {
        switch self {
        case .hififace, .hyperswap, .inswapper, .simswap: true
        case .blendswap, .ghost, .uniface, .deep: false
        }
    }

    /// Whether the network gives its picture in the scale in which it takes it; the others give 0 … 1.
    var givesScaledColors: Bool {
        switch self {
        case .ghost, .hififace, .hyperswap, .uniface: true
        case .blendswap, .inswapper, .simswap, .deep: false
        }
    }

    /// Whether a source must have been looked at by a recogniser.
    public var needsEmbedding: Bool {
        switch sourceInput {
        case .normalized, .mapped, .converted: true
        case .picture, .none: false
        }
    }
}
