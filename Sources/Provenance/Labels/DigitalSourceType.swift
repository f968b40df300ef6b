/// How a picture came to be: IPTC's NewsCodes, scheme "Digital Source Type". The raw values are its code words.
public enum DigitalSourceType: String, Sendable, Hashable, CaseIterable {
    case digitalCapture, computationalCapture, screenCapture, virtualRecording
    case negativeFilm, positiveFilm, print
    case humanEdits, algorithmicallyEnhanced
    case composite, compositeCapture, compositeSynthetic, compositeWithTrainedAlgorithmicMedia
    case digitalCreation, dataDrivenMedia, algorithmicMedia, trainedAlgorithmicMedia

    private static let scheme = "http://cv.iptc.org/newscodes/digitalsourcetype/"

    /// The identifier that metadata holds.
    public var uri: String { Self.scheme + rawValue }

    /// Nil for other schemes and unknown code words.
    public init?(uri: String) {
        guard uri.hasPrefix(Self.scheme) else { return nil }
        self.init(rawValue: String(uri.dropFirst(Self.scheme.count)))
    }
}
