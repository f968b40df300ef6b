import Foundation

/// A decoded file: its own code values, upright, with its colour space and metadata.
public struct Photograph: Sendable {
    /// Interleaved code values as the file holds them.
    public enum CodeValues: Sendable, Equatable {
        case bits8([UInt8])
        case bits16([UInt16])
    }

    public let size: PixelSize
    /// 3 (RGB) or 4 (RGB and alpha).
    public let channels: Int
    public var values: CodeValues
    public let colorSpace: ColorSpace

    package init(size: PixelSize, channels: Int, values: CodeValues, colorSpace: ColorSpace) {
        self.size = size
        self.channels = channels
        self.values = values
        self.colorSpace = colorSpace
    }
}
