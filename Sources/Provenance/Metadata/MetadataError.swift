/// Why metadata was not written or read. `file` is always the file's name, never its path.
public enum MetadataError: Error, Sendable, Equatable {
    case unreadable(file: String, reason: String)
    case cannotWrite(file: String, reason: String)
    case unknownFormat(file: String)
    /// TIFF and AVIF: the encoder writes their metadata.
    case notRewritten(file: String, format: String)
    case damaged(file: String, reason: String)
    /// The file has Content Credentials, which any change breaks.
    case signed(file: String)
    /// The format counts in 32 bits.
    case tooLarge(file: String, format: String)
    case wrongIdentifier(DecentralizedIdentifierError)
    /// Outside the years 1…9999.
    case dateOutOfRange(seconds: Int)
}

extension MetadataError: CustomStringConvertible {
    /// `file or field: what is wrong. What to do.`
    public var description: String {
        switch self {
        case .unreadable(let file, let reason):
            "\(file): cannot be read: \(reason). Check the path and its permissions."
        case .cannotWrite(let file, let reason):
            "\(file): cannot be written: \(reason). Check the folder's permissions and the free space."
        case .unknownFormat(let file):
            "\(file): is in no format whose metadata is known here. Give JPEG, PNG, WebP, TIFF or AVIF."
        case .notRewritten(let file, let format):
            "\(file): \(format) takes its metadata while it is encoded. Encode it again with the metadata."
        case .damaged(let file, let reason):
            "\(file): is damaged or cut short: \(reason). Get the picture again."
        case .signed(let file):
            "\(file): has Content Credentials, which new metadata would break. Write the metadata first, sign then."
        case .tooLarge(let file, let format):
            "\(file): with its metadata it is larger than \(format) can be (4 GiB). Choose another format."
        case .wrongIdentifier(let error):
            "artist: \(error)"
        case .dateOutOfRange(let seconds):
            "created: \(seconds) seconds since 1970 is outside the years 1 to 9999. Give a time in seconds."
        }
    }
}
