import Foundation

/// A decoded file: its own code values, upright, with its colour space.
public struct Photograph: Sendable {
    /// Interleaved code values as the file holds them.
    public enum CodeValues: Sendable, Equatable {
        case bits8([UInt8])
        case bits16([UInt16])
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

    package init(
        size: PixelSize, channels: Int, values: CodeValues, colorSpace: ColorSpace,
        profileOrigin: ProfileOrigin = .embedded
    ) {
        self.size = size
        self.channels = channels
        self.values = values
        self.colorSpace = colorSpace
        self.profileOrigin = profileOrigin
    }

    /// Bits a channel: 8 or 16.
    public var depth: Int {
        switch values {
        case .bits8: 8
        case .bits16: 16
        }
    }
}
