import Provenance

extension PlanExpansion {
    /// More works than any plan means; a product of long lists gets there fast.
    static let mostWorks = 1_000_000

    /// Pairs and traits by the plan's pairing, numbered.
    mutating func drafts() -> [Draft] {
        guard !plan.sources.isEmpty, !plan.targets.isEmpty, plan.traits.allSatisfy({ !$0.values.isEmpty }) else {
            return []
        }
        if case .random(let count, let seed) = plan.pairing { return drawn(count, seed: seed) }
        let pairs = pairs()
        var lottery = lottery(seed: plan.seed)
        var drafts: [Draft] = []
        drafts.reserveCapacity(pairs.count)
        for (position, pair) in pairs.enumerated() {
            guard let pair else { continue }
            // A pair that comes again gets other traits as long as there are any; `check` tells when there are none.
            let drawn =
                lottery.draw(position: position, fixed: [pair.source, pair.target])
                ?? [pair.source, pair.target] + plan.traits.map { _ in 0 }
            drafts.append(draft(position, drawn))
        }
        return drafts
    }

    private mutating func pairs() -> [(source: Int, target: Int)?] {
        let (sources, targets) = (plan.sources.count, plan.targets.count)
        switch plan.pairing {
        case .list(let pairs): return listed(pairs)
        case .product:
            let (count, overflows) = sources.multipliedReportingOverflow(by: targets)
            guard !overflows, count <= Self.mostWorks else {
                report(
                    JSONPath.root.key("pairing"),
                    "\(sources) sources times \(targets) targets are more than \(Self.mostWorks) works. "
                        + "Draw some of them with the mode random.")
                return []
            }
            return (0..<count).map { ($0 / targets, $0 % targets) }
        case .zip:
            guard sources == targets else {
                report(
                    JSONPath.root.key("pairing"),
                    "zip needs as many sources as targets, and there are \(sources) and \(targets). "
                        + "Add the missing ones, or take the mode list or product.")
                return []
            }
            return (0..<sources).map { ($0, $0) }
        case .random: return []
        }
    }

    /// Nil where a name is not known: the numbers of the others stay theirs.
    private mutating func listed(_ pairs: [PlanPairing.Pair]) -> [(source: Int, target: Int)?] {
        let sources = Self.places(plan.sources.lazy.map(\.name))
        let targets = Self.places(plan.targets.lazy.map(\.name))
        let path = JSONPath.root.key("pairing").key("pairs")
        return pairs.enumerated().map { index, pair in
            let source = place(of: pair.source, in: sources, what: "source", at: path.index(index).index(0))
            let target = place(of: pair.target, in: targets, what: "target", at: path.index(index).index(1))
            return source.flatMap { source in target.map { (source, $0) } }
        }
    }

    private mutating func drawn(_ count: Int, seed: UInt64) -> [Draft] {
        var lottery = lottery(seed: seed)
        guard count <= Self.mostWorks, count <= lottery.combinations else {
            let most = min(lottery.combinations, Self.mostWorks)
            report(
                JSONPath.root.key("pairing").key("count"),
                "found \(count), and this plan gives no more than \(most) that differ. "
                    + "Give a smaller count, or more sources, targets or traits.")
            return []
        }
        return (0..<count).compactMap { position in lottery.draw(position: position).map { draft(position, $0) } }
    }

    private func lottery(seed: UInt64) -> Lottery {
        let pictures = [("source", plan.sources), ("target", plan.targets)].map { purpose, pictures in
            Lottery.Wheel(purpose: purpose, names: pictures.map(\.name), weights: pictures.map(\.weight))
        }
        let traits = plan.traits.map { trait in
            Lottery.Wheel(
                purpose: "trait:" + trait.name, names: trait.values.map(\.value), weights: trait.values.map(\.weight))
        }
        return Lottery(pictures + traits, seed: seed)
    }

    private func draft(_ position: Int, _ drawn: [Int]) -> Draft {
        Draft(
            number: plan.numbering.first + position, source: drawn[0], target: drawn[1],
            traits: Array(drawn.dropFirst(2)))
    }
}
