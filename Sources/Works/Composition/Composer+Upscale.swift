import Foundation
import Raster
import Upscaling

extension Composer {
    /// Enlarges the finished composite with the recipe's model; nothing when the output is no larger than the target.
    ///
    /// This is the only place where a network enlarges, and it comes after the swap: no recipe can say otherwise.
    func upscale(_ composite: consuming Composite, meter: ProgressMeter) async throws -> Composite {
        meter.report(.upscale, 0)
        guard let network = cast.upscaler else { return composite }
        let size = composite.picture.size
        let wanted = cast.recipe.outputResolution.map(size.fitted(into:))
        let passes = EnlargementPasses(from: size, to: wanted, scale: network.scale)
        guard !passes.sizes.isEmpty else { return composite }
        let upscaler = Upscaler(network, settings: cast.recipe.upscaling)
        let picture = composite.picture
        let (large, figures) = try await executor.run {
            try passes.enlarge(picture, with: upscaler) { meter.report(.upscale, $0) }
        }
        composite.picture = large
        composite.steps += figures.map { figures in
            WorkRecord.Step(
                step: "upscale", face: nil,
                figures: [
                    "scale": Double(network.scale), "tiles": Double(figures.tiles),
                    "tile_size": Double(figures.tileSize), "share": figures.share,
                ])
        }
        composite.mask = composite.mask.map { $0.resized(to: large.size) }
        return composite
    }
}

extension Recipe {
    /// How the upscaling model is run.
    var upscaling: Upscaler.Settings {
        var settings = Upscaler.Settings()
        settings.tileSize = Int(tileSize)
        settings.tileOverlap = Int(tileOverlap)
        settings.strength = upscaleStrength
        return settings
    }
}

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

    func enlarge(
        _ photograph: Photograph, with upscaler: Upscaler, report: (Double) -> Void
    ) throws -> (picture: Photograph, figures: [Upscaler.Figures]) {
        let areas = sizes.map { Double($0.area) }
        let all = areas.reduce(0, +)
        var before = 0.0
        var picture = photograph
        var figures: [Upscaler.Figures] = []
        for (size, area) in zip(sizes, areas) {
            let result = try upscaler.enlarge(
                picture.resized(to: size), report: { report((before + $0 * area) / all) },
                isCancelled: { Task.isCancelled })
            picture = result.picture
            figures.append(result.figures)
            before += area
        }
        return (picture, figures)
    }
}

extension Mask {
    /// Bilinear.
    func resized(to size: PixelSize) -> Mask {
        guard size != self.size else { return self }
        var result = Mask(width: size.width, height: size.height)
        let (across, down) = (Float(width) / Float(size.width), Float(height) / Float(size.height))
        for y in 0..<size.height {
            let v = max(0, (Float(y) + 0.5) * down - 0.5)
            let (top, below) = (min(height - 1, Int(v)), min(height - 1, Int(v) + 1))
            for x in 0..<size.width {
                let u = max(0, (Float(x) + 0.5) * across - 0.5)
                let (left, right) = (min(width - 1, Int(u)), min(width - 1, Int(u) + 1))
                let (tx, ty) = (u - Float(left), v - Float(top))
                let upper = self[left, top] * (1 - tx) + self[right, top] * tx
                let lower = self[left, below] * (1 - tx) + self[right, below] * tx
                result[x, y] = upper * (1 - ty) + lower * ty
            }
        }
        return result
    }
}
