/// An image as a value: linear-light float32, rows from the top, channels interleaved.
///
/// Colour values are relative to the primaries of a `ColorSpace` that its owner names; 0 is black and 1 the
/// white of that space. Values outside 0…1 are allowed (wide gamut, filter ringing).
public struct Raster: Sendable, Equatable {
    public let width: Int
    public let height: Int
    /// 1 (grey or any plane of numbers) or 3 (RGB).
    public let channels: Int
    /// `width · height · channels` values.
    public var values: [Float]

    public init(width: Int, height: Int, channels: Int, values: [Float]) {
        precondition(values.count == width * height * channels, "a raster holds width × height × channels values")
        self.width = width
        self.height = height
        self.channels = channels
        self.values = values
    }

    public init(width: Int, height: Int, channels: Int, repeating value: Float = 0) {
        self.init(
            width: width, height: height, channels: channels,
            values: [Float](repeating: value, count: width * height * channels))
    }

    public var size: PixelSize { PixelSize(width: width, height: height) }

    public subscript(x: Int, y: Int, channel: Int) -> Float {
        get { values[(y * width + x) * channels + channel] }
        set { values[(y * width + x) * channels + channel] = newValue }
    }

    /// The pixels of `box`, which must lie inside.
    public func cropped(to box: PixelBox) -> Raster {
        precondition(box.intersection(PixelBox(size)) == box, "the crop lies inside the raster")
        let rowLength = box.width * channels
        let values = [Float](unsafeUninitializedCapacity: rowLength * box.height) { buffer, count in
            self.values.withUnsafeBufferPointer { from in
                for row in 0..<box.height {
                    let start = ((box.y + row) * width + box.x) * channels
                    let part = UnsafeBufferPointer(rebasing: from[start..<start + rowLength])
                    _ = UnsafeMutableBufferPointer(rebasing: buffer[(row * rowLength)...]).update(fromContentsOf: part)
                }
            }
            count = rowLength * box.height
        }
        return Raster(width: box.width, height: box.height, channels: channels, values: values)
    }
}
