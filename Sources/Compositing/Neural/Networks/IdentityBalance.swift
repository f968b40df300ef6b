import Faces

/// The weight of the source's identity against the target's, as FaceFusion's `face_swapper_weight` has it.
struct IdentityBalance: Sendable, Equatable {
    /// The target's share in the embedding: 0.35 for a weight of 0, −0.35 for 1.
    let share: Float

    init(weight: Float) {
        share = Float(0.35 - 0.7 * min(1, max(0, weight.asWritten)))
    }

    /// - Throws: `CompositingError.missingEmbedding`, `.wrongNetwork` when the target's is needed and is not there, or
    ///   is of another length.
    func balanced(
        _ source: [Float], with target: FaceEmbedding?, family: SwapFamily
    ) throws(CompositingError) -> [Float] {
        guard share != 0 else { return source }
        guard let target else { throw .missingEmbedding(role: "target") }
        let other = family.normalizesTarget ? target.values.atLengthOne : target.values
        guard other.count == source.count else {
            throw .wrongNetwork(
                network: "recogniser", expected: "an embedding of \(source.count) values", found: "\(other.count)")
        }
        return zip(source, other).map { $0 * (1 - share) + $1 * share }
    }
}
