/// Times of two contenders from the same rounds: what disturbs the machine in a round disturbs both.
package struct PairedTimes: Sendable {
    /// How many times as long the peer took, for each round.
    package let ratios: [Double]

    /// - Parameters: milliseconds of each round, at least one; as many of both.
    package init(ours: [Double], peer: [Double]) {
        precondition(!ours.isEmpty && ours.count == peer.count, "both ran in every round")
        ratios = zip(ours, peer).map { $1 / $0 }
    }

    /// The middle round's.
    package var ratio: Double { ratios.middle }
    package var lowest: Double { ratios.min() ?? 0 }
    package var highest: Double { ratios.max() ?? 0 }
}
