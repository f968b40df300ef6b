/// A model that takes part in a work, and what its weights may be used for.
public struct RightsModel: Sendable, Hashable {
    public var name: String
    /// An SPDX identifier, or the licence's name where SPDX has none.
    public var licence: String
    /// False for weights that are for research or for private use only.
    public var allowsCommercialUse: Bool

    public init(name: String, licence: String, allowsCommercialUse: Bool) {
        self.name = name
        self.licence = licence
        self.allowsCommercialUse = allowsCommercialUse
    }
}
