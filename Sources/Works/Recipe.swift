import Compositing

/// Every decision that shapes a work, as data.
public struct Recipe: Sendable, Hashable {
    public var compositing = CompositingSettings()

    public init() {}
}
