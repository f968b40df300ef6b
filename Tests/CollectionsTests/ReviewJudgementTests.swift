import Collections
import Testing

@Suite("Judging a whole collection") struct ReviewJudgementTests {
    private static func outliers(_ similarities: [(group: Int, similarity: Double?)]) -> [ReviewReport.Outlier] {
        let judged = similarities.enumerated().map { index, work in
            SimilaritySpread.Judged(
                number: index + 1, work: "\(index + 1)", source: "source \(work.group)", group: work.group,
                similarity: work.similarity)
        }
        return SimilaritySpread.outliers(of: judged, floor: 0.28, uncertainty: 0.03)
    }

    @Test("a source's works are judged among each other, a source of few among all")
    func groups() {
        // One source comes out well and evenly, another one less so: neither speaks against the other.
        let even = [0.80, 0.81, 0.79, 0.80, 0.82].map { (group: 0, similarity: Double?.some($0)) }
        let other = [0.50, 0.52, 0.48, 0.51, 0.49].map { (group: 1, similarity: Double?.some($0)) }
        #expect(Self.outliers(even + other).isEmpty)
        let fallen = Self.outliers(even + other + [(group: 0, similarity: 0.5)])
        #expect(fallen.map(\.number) == [11] && fallen[0].reason == .farBelow && fallen[0].median == 0.8)
        // Four works alone could be anything; beside all others they are not.
        let few = [0.5, 0.5, 0.5, 0.3].map { (group: 2, similarity: Double?.some($0)) }
        #expect(Self.outliers(even + few).map(\.number) == [6, 7, 8, 9])
        // Of so few nobody knows how works of this collection differ.
        #expect(Self.outliers(few).isEmpty)
    }

    @Test("half of the works may be bad without hiding themselves, and works without a face are told")
    func floor() {
        let works = [0.1, 0.12, 0.11, 0.7, 0.72, nil].map { (group: 0, similarity: $0) }
        let found = Self.outliers(works)
        #expect(found.map(\.number) == [1, 2, 3, 6])
        #expect(found.map(\.reason) == [.belowFloor, .belowFloor, .belowFloor, .noFace])
        #expect(Self.outliers([]).isEmpty && Self.outliers([(0, nil)]).map(\.median) == [nil])
    }

    private static func look(_ number: Int, whole: UInt64, face: UInt64) -> LookAlikes.Look {
        var state = face
        let signs = (0..<FaceSignature.words).map { _ -> UInt64 in
            // SplitMix64: bits that depend on `face` alone.
            state &+= 0x9e37_79b9_7f4a_7c15
            var word = state
            word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
            word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
            return word ^ (word >> 31)
        }
        return LookAlikes.Look(
            number: number, whole: Fingerprint(bits: whole),
            face: FaceSignature(signs: signs, seen: signs.map { _ in .max }))
    }

    @Test("two works look the same when both their pictures and their faces do")
    func alike() {
        let groups = LookAlikes.groups(of: [
            Self.look(1, whole: 0xff, face: 1), Self.look(2, whole: 0xff, face: 2),
            Self.look(3, whole: 0xff00_ff00, face: 1), Self.look(5, whole: 0xfd, face: 1),
            Self.look(9, whole: 0xff00_ff01, face: 1), Self.look(4, whole: 0x7f, face: 1),
        ])
        #expect(groups == [[1, 4, 5], [3, 9]])
    }

    @Test("ten thousand works of ten targets are compared in seconds")
    func many() {
        let looks = (0..<10_000).map { number in
            Self.look(number, whole: UInt64(number % 10) &* 0x0123_4567_89ab_cdef, face: UInt64(number / 2))
        }
        let start = ContinuousClock.now
        let groups = LookAlikes.groups(of: looks + [Self.look(10_000, whole: 0, face: 0)])
        // Works of one face and neighbouring numbers have other targets.
        #expect(groups == [[0, 10_000]])
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}
