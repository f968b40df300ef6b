import Raster
import Upscaling

/// How often a picture goes through the network. A network enlarges by whole factors: between two passes the picture
/// is brought to the size from which the next one lands on the wanted size.
struct EnlargementPasses: Sendable {
    /// Sizes that go into the network.
    let sizes: [PixelSize]
    private let scale: Int

    /// - Parameter wanted: nil for one pass.
    init(from size: PixelSize, to wanted: PixelSize?, scale: Int) {
        self.scale = scale
        guard let wanted else {
            sizes = [size]
            return
        }
        guard wanted.width > size.width else {
            sizes = []
            return
        }
        var sizes: [PixelSize] = []
        var next = wanted
        while next.width > size.width {
            next = PixelSize(
                width: (next.width + scale - 1) / scale, height: (next.height + scale - 1) / scale)
            sizes.insert(next, at: 0)
        }
        // The first pass sees the picture as it is: more than it needs, never less.
        sizes[0] = size
        self.sizes = sizes
    }

    /// The size that the last pass gives.
    var enlarged: PixelSize? {
        sizes.last.map { PixelSize(width: $0.width * scale, height: $0.height * scale) }
    }

    /// Runs every pass but the last, and gives the last one's rows.
    /// - Parameter upscaler: is asked for one that fits a picture of the given size.
    /// - Throws: `UpscalingError`, `InferenceError`, `CancellationError`.
    func rows(
        of photograph: Photograph, with upscaler: (PixelSize) -> Upscaler,
        report: @escaping @Sendable (Double) -> Void, isCancelled: @escaping @Sendable () -> Bool
    ) throws -> (rows: EnlargedRows, figures: [UpscalingFigures])? {
        let areas = sizes.map { Double($0.area) }
        let all = areas.reduce(0, +)
        var (before, picture) = (0.0, photograph)
        var figures: [UpscalingFigures] = []
        for (index, (size, area)) in zip(sizes, areas).enumerated() {
            let start = before
            let rows = try upscaler(size).rows(
                of: picture.resized(to: size), report: { report((start + $0 * area) / all) },
                isCancelled: isCancelled)
            figures.append(rows.figures)
            if index == sizes.count - 1 { return (rows, figures) }
            picture = try Photograph(rows)
            before += area
        }
        return nil
    }
}
