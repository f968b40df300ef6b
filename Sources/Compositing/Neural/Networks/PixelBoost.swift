import Raster

/// A crop larger than the network's picture, taken apart into pictures of the network's side that each hold every n-th
/// pixel, and put together again.
struct PixelBoost: Sendable, Equatable {
    /// Largest crop that FaceFusion makes.
    static let largest = 1024

    /// Pixels of the crop for one of the network's, each way.
    let factor: Int
    let side: Int

    /// - Parameters:
    ///   - boosted: side of the crop; nil for the network's.
    ///   - side: of the network's picture.
    /// - Throws: `CompositingError.unfitPixelBoost`.
    init(_ boosted: Int?, side: Int) throws(CompositingError) {
        let crop = boosted ?? side
        guard crop >= side, crop % side == 0, boosted == nil || crop <= max(side, Self.largest) else {
            throw .unfitPixelBoost(found: crop, side: side)
        }
        (factor, self.side) = (crop / side, side)
    }

    var cropSide: Int { factor * side }

    /// Picture `a · factor + b` holds the pixels in rows `factor · i + a` and columns `factor · j + b`.
    func pictures(of crop: Raster) -> [Raster] {
        precondition(crop.size == PixelSize(width: cropSide, height: cropSide), "a crop of the boosted side")
        guard factor > 1 else { return [crop] }
        return (0..<factor * factor).map { index in
            let channels = crop.channels
            let values = [Float](unsafeUninitializedCapacity: side * side * channels) { out, count in
                count = side * side * channels
                crop.values.withUnsafeBufferPointer { from in
                    each(of: index, channels: channels) { place, pixel in
                        for c in 0..<channels { out[place + c] = from[pixel + c] }
                    }
                }
            }
            return Raster(width: side, height: side, channels: channels, values: values)
        }
    }

    /// - Parameter pictures: in the order in which `pictures(of:)` gives them.
    func crop(of pictures: [Raster]) -> Raster {
        precondition(pictures.count == factor * factor, "a picture for each place")
        guard factor > 1 else { return pictures[0] }
        var crop = Raster(width: cropSide, height: cropSide, channels: pictures[0].channels)
        let channels = crop.channels
        crop.values.withUnsafeMutableBufferPointer { out in
            for (index, picture) in pictures.enumerated() {
                picture.values.withUnsafeBufferPointer { from in
                    each(of: index, channels: channels) { place, pixel in
                        for c in 0..<channels { out[pixel + c] = from[place + c] }
                    }
                }
            }
        }
        return crop
    }

    /// For each pixel of a picture its first value's index, and that of its place in the crop.
    private func each(of picture: Int, channels: Int, _ body: (Int, Int) -> Void) {
        let (down, right) = (picture / factor, picture % factor)
        for i in 0..<side {
            for j in 0..<side {
                body((i * side + j) * channels, ((i * factor + down) * cropSide + j * factor + right) * channels)
            }
        }
    }
}
