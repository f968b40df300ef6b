/// What each work of a collection has of each attribute, by place in `Rarity`'s lists, and how rare that makes it.
package struct GalleryTraits: Sendable {
    package let rarity: Rarity
    /// For each work, for each attribute: the place of its value; nil for nothing.
    package let held: [[Int?]]
    /// For each work: `Rarity.information`, in bits.
    package let information: [Double]
    /// For each work, from 1 for the rarest; equally rare works share a rank.
    package let ranks: [Int]

    init(of collection: PlannedCollection) {
        self.init(collection.works.map(\.attributes))
    }

    /// - Parameter works: each work's attributes, every name at most once.
    package init(_ works: [[PlanAttribute]]) {
        let rarity = Rarity(of: works)
        var places: [PlanAttribute: (attribute: Int, value: Int)] = [:]
        for (place, attribute) in rarity.attributes.enumerated() {
            for (value, entry) in attribute.values.enumerated() {
                places[PlanAttribute(attribute.name, entry.value)] = (place, value)
            }
        }
        held = works.map { attributes in
            var held = [Int?](repeating: nil, count: rarity.attributes.count)
            for attribute in attributes {
                guard let place = places[attribute] else { continue }
                held[place.attribute] = place.value
            }
            return held
        }
        // Sums of the same shares in another order differ in their last bits.
        information = works.map { (rarity.information(of: $0) * 1e9).rounded() / 1e9 }
        ranks = Self.ranks(of: information)
        self.rarity = rarity
    }

    private static func ranks(of information: [Double]) -> [Int] {
        let order = information.indices.sorted {
            information[$0] == information[$1] ? $0 < $1 : information[$0] > information[$1]
        }
        var ranks = [Int](repeating: 1, count: order.count)
        for (place, index) in order.enumerated().dropFirst() {
            let before = order[place - 1]
            ranks[index] = information[before] == information[index] ? ranks[before] : place + 1
        }
        return ranks
    }
}
