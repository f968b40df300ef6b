import Provenance

extension PlanExpansion {
    /// Puts other pictures and traits into the works that have some of their own.
    mutating func apply(_ overrides: [Int: PlanOverride], to drafts: inout [Draft]) {
        guard !overrides.isEmpty else { return }
        let sources = Self.places(plan.sources.lazy.map(\.name))
        let targets = Self.places(plan.targets.lazy.map(\.name))
        let traits = Self.places(plan.traits.lazy.map(\.name))
        let positions = Dictionary(
            zip(drafts.lazy.map(\.number), drafts.indices), uniquingKeysWith: { first, _ in first })
        for (number, override) in overrides.sorted(by: { $0.key < $1.key }) {
            let path = Self.path(of: number)
            guard let position = positions[number] else {
                if !drafts.isEmpty { report(path, "there is no work \(number). \(Self.range(of: drafts))") }
                continue
            }
            if let name = override.source,
                let place = place(of: name, in: sources, what: "source", at: path.key("source"))
            {
                drafts[position].source = place
            }
            if let name = override.target,
                let place = place(of: name, in: targets, what: "target", at: path.key("target"))
            {
                drafts[position].target = place
            }
            for (name, value) in override.traits.sorted(by: { $0.key < $1.key }) {
                let path = path.key("traits").key(name)
                guard let trait = place(of: name, in: traits, what: "trait", at: path) else { continue }
                let values = Self.places(plan.traits[trait].values.lazy.map(\.value))
                if let place = place(of: value, in: values, what: "value of this trait", at: path) {
                    drafts[position].traits[trait] = place
                }
            }
        }
    }

    static func path(of number: Int) -> JSONPath { JSONPath.root.key("overrides").key("\(number)") }

    private static func range(of drafts: [Draft]) -> String {
        let (first, last) = (drafts.first?.number ?? 0, drafts.last?.number ?? 0)
        return first == last ? "The only one is \(first)." : "The numbers go from \(first) to \(last)."
    }
}
