import Provenance

extension PlanExpansion {
    /// Names of pictures and traits: safe, and none twice.
    mutating func checkNames() {
        for (key, pictures) in [("sources", plan.sources), ("targets", plan.targets)] {
            let what = String(key.dropLast())
            checkUnique(pictures.map(\.name), at: JSONPath.root.key(key), what: what)
            for picture in pictures {
                guard let objection = SafeName.objection(to: picture.name) else { continue }
                report(
                    JSONPath.root.key(key),
                    "the name \(JSONValue.string(picture.name).summary) \(objection). Give the \(what) another name.")
            }
        }
        let path = JSONPath.root.key("traits")
        checkUnique(plan.traits.map(\.name), at: path, what: "trait")
        for (index, trait) in plan.traits.enumerated() {
            checkUnique(trait.values.map(\.value), at: path.index(index).key("values"), what: "value")
        }
    }

    private mutating func checkUnique(_ names: [String], at path: JSONPath, what: String) {
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted {
            report(path, "two \(what)s are called \(JSONValue.string(name).summary). Give one another name.")
        }
    }

    /// Folders that can be told apart, and no work that is another one again.
    mutating func check(_ works: [PlannedWork]) {
        var folders: [String: Int] = [:]
        var contents: [Content: Int] = [:]
        let path = JSONPath.root.key("numbering").key("name")
        for (index, work) in works.enumerated() {
            if let objection = SafeName.objection(to: work.name) {
                report(path, "the folder of work \(work.number), \(JSONValue.string(work.name).summary), \(objection).")
            }
            if let other = folders.updateValue(index, forKey: SafeName.folded(work.name)) {
                report(
                    path,
                    "works \(works[other].number) and \(work.number) would have one folder, "
                        + "\(JSONValue.string(work.name).summary). Put {number} into the name.")
            }
            let content = Content(source: work.source, target: work.target, traits: work.traits)
            guard let first = contents[content] else {
                contents[content] = index
                continue
            }
            var recipe = work.recipe
            recipe.number = works[first].recipe.number
            guard recipe == works[first].recipe else { continue }
            let place = plan.overrides[work.number] == nil ? placeInPairs(of: work) : Self.path(of: work.number)
            report(
                place,
                "work \(work.number) is work \(works[first].number) again: the same source, target, traits and recipe. "
                    + "Leave one out, or give it a recipe of its own.")
        }
    }

    private struct Content: Hashable {
        var source: Int
        var target: Int
        var traits: [String]
    }

    private func placeInPairs(of work: PlannedWork) -> JSONPath {
        let pairing = JSONPath.root.key("pairing")
        guard case .list = plan.pairing else { return pairing }
        return pairing.key("pairs").index(work.number - plan.numbering.first)
    }
}
