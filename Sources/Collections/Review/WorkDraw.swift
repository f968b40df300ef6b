import Provenance

/// Picks works by lot, so that the same text always picks the same ones, in every order and on every machine.
enum WorkDraw {
    /// - Returns: at most `count`, by number.
    static func pick(_ count: Int, of works: [PlannedWork], seed: String) -> [PlannedWork] {
        let lots = works.map { (work: $0, lot: Digest(of: Array("\(seed)\n\($0.number)".utf8)).hexadecimal) }
        return lots.sorted { $0.lot < $1.lot }.prefix(count).map(\.work).sorted { $0.number < $1.number }
    }
}
