/// Why a picture was not read or written. `file` is always the file's name, never its path.
public enum RasterError: Error, Sendable, Equatable {
    case missing(file: String)
    case unreadable(file: String, reason: String)
    case notAFile(file: String)
    case empty(file: String)
    case unknownFormat(file: String)
    /// The header is sound but the pixels are not.
    case damaged(file: String, reason: String)
    /// A kind of pixels that is not handled, such as floating point.
    case unsupported(file: String, kind: String)
    /// The colour profile cannot be read, or is made for another kind of pixels.
    case badProfile(file: String)
    case tooManyPixels(file: String, size: PixelSize, limit: Int)
    case tooManyBytes(file: String, bytes: Int, limit: Int)
    case cannotWrite(file: String, reason: String)
    /// The format has no room for the picture; `limit` is its longest side in pixels.
    case tooLargeForFormat(file: String, size: PixelSize, limit: Int)
}

extension RasterError {
    /// Whether another picture or another limit mends it; else something failed on the way.
    public var isBadInput: Bool {
        if case .cannotWrite = self { false } else { true }
    }
}

extension RasterError: CustomStringConvertible {
    /// `file: what is wrong. What to do.`
    public var description: String {
        switch self {
        case .missing(let file):
            "\(file): there is no such file. Check the path."
        case .unreadable(let file, let reason):
            "\(file): cannot be read: \(reason). Check its permissions."
        case .notAFile(let file):
            "\(file): is a folder or a device. Give a picture file."
        case .empty(let file):
            "\(file): is empty. Get the picture again."
        case .unknownFormat(let file):
            "\(file): is no picture in a format that is read here. Give JPEG, PNG, TIFF, WebP, AVIF or HEIC."
        case .damaged(let file, let reason):
            "\(file): is damaged or cut short: \(reason). Get the picture again."
        case .unsupported(let file, let kind):
            "\(file): holds \(kind). Save it as RGB with 8 or 16 bits a channel."
        case .badProfile(let file):
            "\(file): its colour profile cannot be used. Save it with another profile, or without one to mean sRGB."
        case .tooManyPixels(let file, let size, let limit):
            "\(file): says it is \(size), more than \(limit) megapixels. If that is right, raise --max-megapixels."
        case .tooManyBytes(let file, let bytes, let limit):
            "\(file): would decode to \(bytes) bytes, more than \(limit). If that is right, raise --max-decoded-bytes."
        case .tooLargeForFormat(let file, let size, let limit):
            "\(file): \(size) is more than the \(limit) pixels a side that this format holds. Choose another format or size."
        case .cannotWrite(let file, let reason):
            "\(file): cannot be written: \(reason). Check the folder's permissions and the free space."
        }
    }
}
