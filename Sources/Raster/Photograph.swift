import Foundation

/// A decoded file: its own code values, upright, with its colour space.
public struct Photograph: Sendable {
    /// Interleaved code values as the file holds them.
    public enum CodeValues: Sendable, Equatable {
        case bits8([UInt8])
        case bits16([UInt16])

        fileprivate var depth: Int {
            switch self {
            case .bits8: 8
            case .bits16: 16
            }
        }
    }

    /// Where the colour space comes from.
    public enum ProfileOrigin: Sendable, Hashable {
        /// The file's own profile; its code values are untouched.
        case embedded
        /// The file has none, so it is taken as sRGB.
        case assumed
        /// The file's kind of profile has no single curve and primaries; its values were converted,
        /// as `Photograph.open` says.
        case converted(from: String)
    }

    public let size: PixelSize
    /// 3 (RGB) or 4 (RGB and alpha).
    public let channels: Int
    public var values: CodeValues
    public let colorSpace: ColorSpace
    public let profileOrigin: ProfileOrigin
    /// Bits a channel in the file that it was read from, which a conversion may have widened; `depth` for a picture
    /// that was made here.
    public package(set) var fileDepth: Int
    /// What was assumed or left out when it was read, each completing "the picture …".
    public package(set) var remarks: [String]

    package init(
        size: PixelSize, channels: Int, values: CodeValues, colorSpace: ColorSpace,
        profileOrigin: ProfileOrigin = .embedded, fileDepth: Int? = nil, remarks: [String] = []
    ) {
        self.size = size
        self.channels = channels
        self.values = values
        self.colorSpace = colorSpace
        self.profileOrigin = profileOrigin
        self.fileDepth = fileDepth ?? values.depth
        self.remarks = remarks
    }

    /// Bits a channel: 8 or 16.
    public var depth: Int { values.depth }
}
