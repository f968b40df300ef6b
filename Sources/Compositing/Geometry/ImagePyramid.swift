import CKernels
import Raster

/// An RGB image and its halves, down to a few pixels, to be sampled at any scale without aliasing.
package struct ImagePyramid: Sendable {
    /// All levels one after the other, the finest first.
    private var values: [Float]
    /// Start, width and height of each level.
    private let sizes: [Int]

    package var size: PixelSize { PixelSize(width: sizes[1], height: sizes[2]) }
    package var count: Int { sizes.count / 3 }

    /// The finest level.
    package var base: Raster {
        let pixels = Array(values[0..<size.area * 3])
        return Raster(width: size.width, height: size.height, channels: 3, values: pixels)
    }

    package init(_ image: Raster) {
        self.init(size: image.size) { out in
            image.values.withUnsafeBufferPointer { _ = out.update(fromContentsOf: $0) }
        }
    }

    /// - Parameter fill: writes the finest level's RGB values, which are zero when it is called.
    package init(size: PixelSize, fill: (UnsafeMutableBufferPointer<Float>) -> Void) {
        var sizes = [0, size.width, size.height]
        var (width, height, start) = (size.width, size.height, size.area * 3)
        while width > 4 && height > 4 {
            (width, height) = ((width + 1) / 2, (height + 1) / 2)
            sizes += [start, width, height]
            start += width * height * 3
        }
        self.sizes = sizes
        values = [Float](repeating: 0, count: start)
        values.withUnsafeMutableBufferPointer { all in
            guard let base = all.baseAddress else { return }
            fill(UnsafeMutableBufferPointer(start: base, count: size.area * 3))
            // Safe: each band writes rows of its own level alone, and reads only the finished level before.
            nonisolated(unsafe) let start = base
            for level in 1..<max(1, sizes.count / 3) {
                let at = level * 3
                Rows.parallel(sizes[at + 2]) { rows in
                    kernel_halve(
                        start + sizes[at - 3], sizes[at - 2], sizes[at - 1], 3, start + sizes[at], rows.lowerBound,
                        rows.upperBound)
                }
            }
        }
    }

    /// Writes into `out` the value at each pixel of `map` that the mesh covers; the other pixels stay.
    ///
    /// - Parameters:
    ///   - map: a drawn mesh whose first two attributes are coordinates in pixels of the finest level.
    ///   - level: the index of the attribute that says the level to read, or nil for the finest.
    func sample(at map: DrawnMesh, level: Int?, into out: inout Raster) {
        precondition(out.channels == 3 && out.size == map.size, "the map and the picture have one size")
        let (width, stride) = (map.size.width, map.attributes)
        values.withUnsafeBufferPointer { values in
            sizes.withUnsafeBufferPointer { sizes in
                map.values.withUnsafeBufferPointer { coordinates in
                    map.labels.withUnsafeBufferPointer { labels in
                        out.values.withUnsafeMutableBufferPointer { out in
                            guard let to = out.baseAddress, let from = coordinates.baseAddress,
                                let label0 = labels.baseAddress
                            else { return }
                            // Safe: each band writes its own rows alone; everything else is only read.
                            nonisolated(unsafe) let (to0, from0, labels0) = (to, from, label0)
                            nonisolated(unsafe) var levels = kernel_levels(
                                values: values.baseAddress, sizes: sizes.baseAddress, count: sizes.count / 3)
                            let at = Int32(level ?? -1)
                            Rows.parallel(map.size.height) { rows in
                                let first = rows.lowerBound * width
                                kernel_sample_levels(
                                    &levels, from0 + first * stride, stride, at, labels0 + first, to0 + first * 3,
                                    rows.count * width)
                            }
                        }
                    }
                }
            }
        }
    }
}
