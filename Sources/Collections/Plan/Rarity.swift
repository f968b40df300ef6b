import Foundation

/// How often the attributes of a collection come, as marketplaces tell it.
public struct Rarity: Sendable, Equatable {
    /// One attribute, over all works that have it.
    public struct Attribute: Sendable, Equatable {
        public var name: String
        /// The commonest first; equally common ones in the order of their texts.
        public var values: [Value]
    }

    public struct Value: Sendable, Equatable {
        public var value: PlanAttribute.Value
        /// Works that have it.
        public var count: Int
        /// Of all works of the collection, 0…1.
        public var share: Double
    }

    /// In the order in which works show them.
    public let attributes: [Attribute]
    /// Works of the collection.
    public let works: Int

    private let shares: [PlanAttribute: Double]

    /// - Parameter works: each work's attributes, every name at most once.
    public init(of works: some Collection<[PlanAttribute]>) {
        var counts: [PlanAttribute: Int] = [:]
        var places: [String: Int] = [:]
        var names: [String] = []
        for attribute in works.joined() {
            counts[attribute, default: 0] += 1
            if places[attribute.name] == nil {
                places[attribute.name] = names.count
                names.append(attribute.name)
            }
        }
        let total = works.count
        var attributes = names.map { Attribute(name: $0, values: []) }
        for (attribute, count) in counts {
            guard let place = places[attribute.name] else { continue }
            attributes[place].values.append(
                Value(value: attribute.value, count: count, share: Double(count) / Double(total)))
        }
        for place in attributes.indices {
            attributes[place].values.sort { ($1.count, $0.value.order) < ($0.count, $1.value.order) }
        }
        self.attributes = attributes
        self.works = total
        shares = counts.mapValues { Double($0) / Double(total) }
    }

    /// The share of works that have an attribute with its value, 0…1.
    public func share(of attribute: PlanAttribute) -> Double { shares[attribute] ?? 0 }

    /// How surprising a work's attributes are together, in bits: 0 for what every work has, 1 more for each halving.
    ///
    /// The information content that OpenRarity ranks by, without its division by the collection's entropy.
    /// - SeeAlso: Shannon 1948, section 6.
    public func information(of attributes: [PlanAttribute]) -> Double {
        attributes.reduce(0) { sum, attribute in
            let share = share(of: attribute)
            return share > 0 ? sum - log2(share) : sum
        }
    }
}

extension PlannedCollection {
    /// How often each trait and attribute comes.
    public var rarity: Rarity { Rarity(of: works.map(\.attributes)) }
}

extension PlanAttribute.Value {
    /// As people read it: `gold`, `3`, `0.5`.
    public var text: String {
        switch self {
        case .text(let text): text
        case .number(let number): Int(exactly: number).map(String.init) ?? number.description
        }
    }

    /// Tells the number 3 from the text "3".
    fileprivate var order: String {
        if case .text = self { text } else { text + "\u{0}" }
    }
}
