import Provenance
import Works

/// What a collection is to be: whose faces go into which pictures, under which recipe and by what right.
///
/// A plan is a file, `collection.json` or `collection.yaml`, that people write. `docs/collection.schema.json` is its JSON
/// Schema, `docs/collections.md` its guide. Paths in it are relative to its own folder. `PlannedCollection` is what it
/// comes to: the same plan always gives the same works.
public struct CollectionPlan: Sendable, Equatable {
    /// The version of the plan's form.
    public static let version = 1

    public var title: String
    public var description: String?
    /// The moment that every work carries; nil for that of its making.
    public var date: CompositionDate?
    public var numbering = PlanNumbering()
    /// What the works are made by, before traits and overrides.
    public var recipe = PlanRecipe.inline([:])
    /// A record of rights (`rights.json`).
    public var rights: String?
    /// The folder of the works.
    public var output = "works"
    /// Where finished works are kept when that is not the output folder: `s3://bucket/prefix`.
    public var storage: String?
    public var sources: [PlanPicture]
    public var targets: [PlanPicture]
    public var pairing: PlanPairing
    /// Where the drawing of traits begins; random pairs bring their own.
    public var seed: UInt64 = 0
    /// What is drawn for each work beside its pair, each with its rarity.
    public var traits: [PlanTrait] = []
    /// What single works have of their own, by number.
    public var overrides: [Int: PlanOverride] = [:]
    public var deliverables = PlanDeliverables()
    /// What every work's token metadata has.
    public var attributes: [PlanAttribute] = []
    /// What the pictures must keep to.
    public var standard = InputStandard()

    public init(title: String, sources: [PlanPicture], targets: [PlanPicture], pairing: PlanPairing) {
        self.title = title
        self.sources = sources
        self.targets = targets
        self.pairing = pairing
    }
}

/// How works are counted and called.
public struct PlanNumbering: Sendable, Equatable {
    /// The first work's number.
    public var first = 1
    /// Numbers are written with at least so many digits, zeros in front.
    public var digits = 4
    /// A work's folder: `{number}`, `{source}` and `{target}` are filled with the number and the pictures' names.
    public var name = "{number}"

    public init() {}
}

/// A recipe by its file, or as the plan has it.
public enum PlanRecipe: Sendable, Equatable {
    case file(String)
    /// Keys of a recipe; the rest keep their defaults.
    case inline([String: JSONValue])
}

/// A source, which several photographs may show, or a target.
public struct PlanPicture: Sendable, Equatable {
    /// What pairs and overrides call it; unique among the sources, or the targets.
    public var name: String
    /// At least one; a target has exactly one.
    public var files: [String]
    /// How often it is drawn beside the others, above 0.
    public var weight: Double = 1
    public var attributes: [PlanAttribute] = []
    /// Of a target: a picture of the person in it who is meant, for recipes whose `face` is `reference`.
    public var reference: String?

    public init(name: String, files: [String]) {
        self.name = name
        self.files = files
    }
}

/// Which source goes into which target.
public enum PlanPairing: Sendable, Equatable {
    /// As written.
    case list([Pair])
    /// Every source into every target, the sources one after the other.
    case product
    /// The first source into the first target, and so on; both lists are of one length.
    case zip
    /// `count` pairs, drawn by weight.
    case random(count: Int, seed: UInt64)

    public struct Pair: Sendable, Equatable {
        public var source: String
        public var target: String

        public init(source: String, target: String) {
            self.source = source
            self.target = target
        }
    }
}

/// Something that differs from work to work, and how often each of its values comes.
public struct PlanTrait: Sendable, Equatable {
    public struct Value: Sendable, Equatable {
        public var value: String
        /// Beside those of the trait's other values, above 0.
        public var weight: Double = 1
        /// Keys of the recipe that works with this value have.
        public var recipe: [String: JSONValue] = [:]

        public init(_ value: String) { self.value = value }
    }

    public var name: String
    /// At least one.
    public var values: [Value]

    public init(name: String, values: [Value]) {
        self.name = name
        self.values = values
    }
}

/// What one work has of its own.
public struct PlanOverride: Sendable, Equatable {
    public var source: String?
    public var target: String?
    public var recipe: [String: JSONValue] = [:]
    /// Values of the plan's traits, in place of those that were drawn.
    public var traits: [String: String] = [:]
    public var attributes: [PlanAttribute] = []
    /// Leaves the work out; its number stays free.
    public var isLeftOut = false

    public init() {}
}

/// Which files a work has, beside what the recipe says of their forms.
public struct PlanDeliverables: Sendable, Equatable {
    /// Keys of the recipe's delivery (`output_format`, `output_resolution`, `max_bytes` …).
    public var recipe: [String: JSONValue] = [:]
    /// Whether each work also holds `mask.png`.
    public var keepsMask = false
    /// The profile of a device whose view each work also holds.
    public var proof: String?

    public init() {}
}

/// An attribute of a work as marketplaces show it (`trait_type` and `value` of ERC-721 metadata).
public struct PlanAttribute: Sendable, Hashable, Codable {
    /// What marketplaces tell apart.
    public enum Value: Sendable, Hashable {
        case text(String)
        case number(Double)
    }

    public var name: String
    public var value: Value

    public init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
    }

    private enum Key: String, CodingKey { case name, value }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        name = try container.decode(String.self, forKey: .name)
        value =
            if let number = try? container.decode(Double.self, forKey: .value) { .number(number) } else {
                .text(try container.decode(String.self, forKey: .value))
            }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(name, forKey: .name)
        switch value {
        case .text(let text): try container.encode(text, forKey: .value)
        case .number(let number): try container.encode(number, forKey: .value)
        }
    }
}
