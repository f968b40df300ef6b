/// How alike faces are to their sources across works, told so that a few bad ones do not move it.
package struct SimilaritySpread: Sendable {
    /// A work as it is judged.
    package struct Judged: Sendable {
        var number: Int
        var work: String
        /// The plan's name and place of the source.
        var source: String
        var group: Int
        var similarity: Double?

        package init(number: Int, work: String, source: String, group: Int, similarity: Double?) {
            self.number = number
            self.work = work
            self.source = source
            self.group = group
            self.similarity = similarity
        }
    }

    let median: Double
    /// Of a normal distribution with these works' median absolute deviation.
    let deviation: Double

    /// A normal distribution's standard deviation over its median absolute deviation.
    private static let perDeviation = 1.4826
    /// Deviations from the median beyond which a value is none of the rest (Iglewicz and Hoaglin 1993, §3.1).
    private static let farthest = 3.5
    /// Fewer works than these say nothing of how works differ among each other: those of one source are held against the
    /// whole collection then, and a smaller collection against the floor alone.
    private static let fewest = 5

    /// - Returns: nil of none.
    init?(_ values: [Double]) {
        guard !values.isEmpty else { return nil }
        let median = Self.middle(of: values)
        self.median = median
        deviation = Self.perDeviation * Self.middle(of: values.map { abs($0 - median) })
    }

    /// Works whose faces are too little their sources', by number.
    /// - Parameters:
    ///   - floor: below it a work is an outlier whatever the others are like.
    ///   - uncertainty: the least that works are taken to differ by.
    package static func outliers(
        of works: [Judged], floor: Double, uncertainty: Double
    ) -> [ReviewReport.Outlier] {
        let similarities = works.compactMap(\.similarity)
        guard let all = SimilaritySpread(similarities) else {
            return works.map { outlier($0, median: nil, reason: .noFace) }
        }
        let groups = Dictionary(grouping: works, by: \.group)
        let spreads = groups.compactMapValues { group -> SimilaritySpread? in
            let values = group.compactMap(\.similarity)
            return values.count < fewest ? nil : SimilaritySpread(values)
        }
        return works.compactMap { work in
            let spread = spreads[work.group] ?? all
            guard let similarity = work.similarity else { return outlier(work, median: spread.median, reason: .noFace) }
            if similarity < floor { return outlier(work, median: spread.median, reason: .belowFloor) }
            guard similarities.count >= fewest else { return nil }
            let limit = spread.median - farthest * max(spread.deviation, uncertainty)
            return similarity < limit ? outlier(work, median: spread.median, reason: .farBelow) : nil
        }.sorted { $0.number < $1.number }
    }

    private static func outlier(
        _ work: Judged, median: Double?, reason: ReviewReport.Outlier.Reason
    ) -> ReviewReport.Outlier {
        ReviewReport.Outlier(
            number: work.number, work: work.work, source: work.source, similarity: work.similarity, median: median,
            reason: reason)
    }

    private static func middle(of values: [Double]) -> Double {
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
