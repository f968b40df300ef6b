import Foundation

/// One thing that was done to a picture (C2PA 2.2, section 18.15).
public struct ManifestAction: Sendable, Equatable {
    /// An action's name: one of C2PA's, or one of ours in reverse-domain form.
    public struct Name: Sendable, Hashable, RawRepresentable, CustomStringConvertible {
        public var rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public var description: String { rawValue }
    }

    public var name: Name
    public var sourceType: DigitalSourceType?
    public var software: Manifest.Software?
    /// Written to the second, in UTC.
    public var date: Date?
    public var description: String?
    /// Whatever else is worth telling; `ingredients` has a field of its own.
    public var parameters: [String: JSONValue]
    /// Identifiers of the ingredients that it acts on.
    public var ingredients: [String]

    public init(
        _ name: Name, sourceType: DigitalSourceType? = nil, by software: Manifest.Software? = nil, at date: Date? = nil,
        description: String? = nil, parameters: [String: JSONValue] = [:], ingredients: [String] = []
    ) {
        self.name = name
        self.sourceType = sourceType
        self.software = software
        self.date = date
        self.description = description
        self.parameters = parameters
        self.ingredients = ingredients
    }
}

extension ManifestAction.Name {
    /// The picture was made; needs a source type.
    public static let created = Self(rawValue: "c2pa.created")
    /// An existing picture was taken up; needs the ingredient that is its parent.
    public static let opened = Self(rawValue: "c2pa.opened")
    /// Components were put in; needs them.
    public static let placed = Self(rawValue: "c2pa.placed")
    /// A component was taken out; needs it.
    public static let removed = Self(rawValue: "c2pa.removed")
    /// The content was changed.
    public static let edited = Self(rawValue: "c2pa.edited")
    public static let colorAdjustments = Self(rawValue: "c2pa.color_adjustments")
    public static let cropped = Self(rawValue: "c2pa.cropped")
    public static let drawing = Self(rawValue: "c2pa.drawing")
    public static let filtered = Self(rawValue: "c2pa.filtered")
    public static let orientation = Self(rawValue: "c2pa.orientation")
    public static let resized = Self(rawValue: "c2pa.resized")
    /// The file's format was changed.
    public static let converted = Self(rawValue: "c2pa.converted")
    /// The encoding was changed.
    public static let transcoded = Self(rawValue: "c2pa.transcoded")
    public static let repackaged = Self(rawValue: "c2pa.repackaged")
    public static let published = Self(rawValue: "c2pa.published")
    public static let unknown = Self(rawValue: "c2pa.unknown")

    /// What may stand in a manifest of ours. `c2pa.redacted` is written by signing alone, where it removes thumbnails.
    static let vocabulary: Set<Self> = [
        .created, .opened, .placed, .removed, .edited, .colorAdjustments, .cropped, .drawing, .filtered, .orientation,
        .resized, .converted, .transcoded, .repackaged, .published, .unknown,
    ]

    var begins: Bool { self == .created || self == .opened }

    /// The relationship that one of the action's ingredients must have, and whether it must have any.
    var requirement: (relationship: ManifestIngredient.Relationship, isNeeded: Bool)? {
        switch self {
        case .opened: (.parentOf, true)
        case .placed, .removed: (.componentOf, true)
        case .transcoded, .repackaged: (.parentOf, false)
        default: nil
        }
    }
}
