/// What a picture says of the part that AI had in it.
public struct AILabel: Sendable, Equatable {
    public var digitalSourceType: DigitalSourceType?
    /// Name of the AI system (IPTC Photo Metadata 2025.1, `Iptc4xmpExt:AISystemUsed`).
    public var systemUsed: String?
    /// Its version (IPTC Photo Metadata 2025.1, `Iptc4xmpExt:AISystemVersionUsed`).
    public var systemVersion: String?
    public var aigc: AIGCLabel?

    public init(
        digitalSourceType: DigitalSourceType? = nil, systemUsed: String? = nil, systemVersion: String? = nil,
        aigc: AIGCLabel? = nil
    ) {
        self.digitalSourceType = digitalSourceType
        self.systemUsed = systemUsed
        self.systemVersion = systemVersion
        self.aigc = aigc
    }
}
