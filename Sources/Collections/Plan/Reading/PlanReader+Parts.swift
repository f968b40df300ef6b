import Provenance

extension PlanReader {
    static func numbering(_ value: JSONValue?) -> PlanNumbering {
        var numbering = PlanNumbering()
        if let first = value?["first"]?.natural { numbering.first = Int(first) }
        if let digits = value?["digits"]?.natural { numbering.digits = Int(digits) }
        if let name = value?["name"]?.string { numbering.name = name }
        return numbering
    }

    static func pairing(_ value: JSONValue?, seed: UInt64) -> PlanPairing {
        switch value?["mode"]?.string {
        case "product": return .product
        case "zip": return .zip
        case "random":
            return .random(count: Int(value?["count"]?.natural ?? 0), seed: value?["seed"]?.natural ?? seed)
        default:
            let pairs = value?["pairs"]?.elements ?? []
            return .list(
                pairs.map { pair in
                    let names = pair.elements ?? []
                    return PlanPairing.Pair(source: names.first?.string ?? "", target: names.last?.string ?? "")
                })
        }
    }

    static func traits(_ value: JSONValue?) -> [PlanTrait] {
        (value?.elements ?? []).map { trait in
            PlanTrait(
                name: trait["name"]?.string ?? "",
                values: (trait["values"]?.elements ?? []).map { element in
                    if case .string(let name) = element { return PlanTrait.Value(name) }
                    var value = PlanTrait.Value(element["value"]?.string ?? "")
                    if case .number(let weight) = element["weight"] { value.weight = weight }
                    value.recipe = element["recipe"]?.members ?? [:]
                    return value
                })
        }
    }

    static func overrides(_ value: JSONValue?) -> [Int: PlanOverride] {
        var overrides: [Int: PlanOverride] = [:]
        for (key, value) in value?.members ?? [:] {
            guard let number = Int(key) else { continue }
            var override = PlanOverride()
            override.source = value["source"]?.string
            override.target = value["target"]?.string
            override.recipe = value["recipe"]?.members ?? [:]
            override.traits = (value["traits"]?.members ?? [:]).compactMapValues(\.string)
            override.attributes = attributes(value["attributes"])
            override.isLeftOut = value["leave_out"] == .bool(true)
            overrides[number] = override
        }
        return overrides
    }

    /// What is no key of ours is one of the recipe's.
    static func deliverables(_ value: JSONValue?) -> PlanDeliverables {
        var deliverables = PlanDeliverables()
        deliverables.keepsMask = value?["keep_mask"] == .bool(true)
        deliverables.proof = value?["proof"]?.string
        deliverables.recipe = (value?.members ?? [:]).filter { !["keep_mask", "proof"].contains($0.key) }
        return deliverables
    }

    /// In the order of their names.
    static func attributes(_ value: JSONValue?) -> [PlanAttribute] {
        (value?.members ?? [:]).sorted { $0.key < $1.key }.compactMap { name, value in
            switch value {
            case .string(let text): PlanAttribute(name, .text(text))
            case .number(let number): PlanAttribute(name, .number(number))
            default: nil
            }
        }
    }

    /// What is absent keeps its default; null turns a rule off.
    static func standard(_ value: JSONValue?) -> InputStandard {
        var standard = InputStandard()
        func take<Value>(
            _ key: String, _ property: WritableKeyPath<InputStandard, Value>, off: Value, _ read: (JSONValue) -> Value?
        ) {
            guard let member = value?[key] else { return }
            if let value = member == .null ? off : read(member) { standard[keyPath: property] = value }
        }
        take("source_yaw", \.sourceYaw, off: .infinity) { $0.float }
        take("source_pitch", \.sourcePitch, off: .infinity) { $0.float }
        take("source_size", \.sourceLongSide, off: 0) { $0.sides?.max() }
        take("source_size", \.sourceShortSide, off: 0) { $0.sides?.min() }
        take("target_face_share", \.targetFaceShare, off: 0) { $0.float }
        take("sharpness", \.sharpness, off: 0) { $0.float }
        take("clipped", \.clipped, off: 1) { $0.float }
        take("source_naming", \.sourceNaming, off: nil) { $0.string }
        take("target_naming", \.targetNaming, off: nil) { $0.string }
        take("duplicate_distance", \.duplicateDistance, off: 0) { $0.natural.map { Int($0) } }
        return standard
    }
}

extension JSONValue {
    /// A whole number from 0 that a double holds exactly.
    var natural: UInt64? {
        if case .number(let value) = self, value <= 0x1p53 { UInt64(exactly: value) } else { nil }
    }

    fileprivate var float: Float? {
        if case .number(let value) = self { Float(value) } else { nil }
    }

    fileprivate var sides: [Int]? { elements?.compactMap { $0.natural.map { Int($0) } } }
}
