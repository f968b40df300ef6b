/// What a file's header may say before its pixels are decoded: a few bytes can claim to be a picture of any size.
public struct DecodingLimits: Sendable, Hashable {
    public var megapixels: Int
    /// Of the decoded code values.
    public var decodedBytes: Int

    public static let standard = DecodingLimits(megapixels: 300, decodedBytes: 1 << 30)

    /// For files of our own making.
    package static let none = DecodingLimits(megapixels: Int.max / 1_000_000, decodedBytes: .max)

    public init(megapixels: Int, decodedBytes: Int) {
        self.megapixels = megapixels
        self.decodedBytes = decodedBytes
    }
}
