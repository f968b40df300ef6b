import Provenance

extension PlanDraft {
    /// The plan without comments.
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "$schema": .string(Self.schemaName), "version": JSONValue(CollectionPlan.version), "title": .string(title),
            "date": .string(date.iso8601), "recipe": hasRecipe ? .string(Self.recipeName) : .object(recipe),
            "output": .string("works"), "sources": .array(sources.map(Self.member)),
            "targets": .array(targets.map(Self.member)), "pairing": .object(pairing),
        ]
        if hasRights { members["rights"] = .string(RightsRecord.fileName) }
        return .object(members)
    }

    /// Works tell their number beside the collection's title.
    var recipe: [String: JSONValue] {
        let plain = title.replacing("{", with: "{{").replacing("}", with: "}}")
        return ["title": .string("\(plain) #{number}")]
    }

    var pairing: [String: JSONValue] {
        var pairing: [String: JSONValue] = ["mode": .string(mode.rawValue)]
        switch mode {
        case .product, .zip: break
        case .list:
            pairing["pairs"] = .array(
                pairs.map { .array([.string($0.source), .string($0.target)]) })
        case .random:
            pairing["count"] = JSONValue(count)
            pairing["seed"] = JSONValue(1)
        }
        return pairing
    }

    /// Every target once, the sources in turn.
    var pairs: [PlanPairing.Pair] {
        targets.enumerated().map { index, target in
            PlanPairing.Pair(source: sources[index % sources.count].name, target: target.name)
        }
    }

    /// A series of a hundred, where the pictures give as many.
    var count: Int { min(100, sources.count * targets.count) }

    private static func member(_ picture: PlanPicture) -> JSONValue {
        var members: [String: JSONValue] = ["name": .string(picture.name)]
        if picture.files.count == 1 {
            members["file"] = .string(picture.files[0])
        } else {
            members["files"] = .array(picture.files.map { .string($0) })
        }
        return .object(members)
    }
}
