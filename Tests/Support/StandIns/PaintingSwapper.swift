import Compositing
import Faces
import Foundation
import Raster
import Works

/// Parts that need no model: one face in the middle of every picture, and a swapper that paints a soft disc there.
package struct MiddleFinder: FaceFinder {
    package var count = 1

    package init(count: Int = 1) { self.count = count }

    package func analyse(_ photograph: Photograph) -> [Face] {
        let (width, height) = (Float(photograph.size.width), Float(photograph.size.height))
        let box = Box(x: width / 4, y: height / 4, width: width / 2, height: height / 2)
        let middle = box.center
        let face = Face(
            box: box, score: 0.9, mesh: [SIMD3<Float>](repeating: SIMD3(middle, 0), count: 468),
            landmarks68: [SIMD2<Float>](repeating: middle, count: 68),
            landmarks5: [SIMD2<Float>](repeating: middle, count: 5), pose: Pose(yaw: 1, pitch: 2, roll: 3),
            share: 0.2, quality: FaceQuality(sharpness: 0.5, exposure: 0.5, clipped: 0))
        return [Face](repeating: face, count: count)
    }
}

package struct PaintingSwapper: FaceSwapper {
    package struct Paint: Identity {
        package var value: Float
    }

    package struct Dried: Error {
        package init() {}
    }

    /// Called before a face is painted.
    package var beforeSwap: @Sendable () throws -> Void = {}
    /// How bright the paint is for each source.
    package var brightness: Float = 1 / 8
    /// What a transfer of shape is said to have moved.
    package var warp: Warp?

    package init(beforeSwap: @escaping @Sendable () throws -> Void = {}, brightness: Float = 1 / 8) {
        self.beforeSwap = beforeSwap
        self.brightness = brightness
    }

    package func prepare(_ sources: [SourceFace]) -> any Identity {
        Paint(value: Float(sources.count) * brightness)
    }

    package func swap(
        _ identity: any Identity, into target: Photograph, face: Face, settings: CompositingSettings
    ) throws -> SwapResult {
        try beforeSwap()
        guard let paint = identity as? Paint else { throw Dried() }
        let region = PixelBox(
            x: Int(face.box.x), y: Int(face.box.y), width: Int(face.box.width), height: Int(face.box.height))
        var mask = Mask(width: region.width, height: region.height)
        let radius = Float(min(region.width, region.height)) / 2
        for y in 0..<region.height {
            for x in 0..<region.width {
                let across = Float(x) + 0.5 - Float(region.width) / 2
                let down = Float(y) + 0.5 - Float(region.height) / 2
                mask[x, y] = max(0, min(1, (radius - (across * across + down * down).squareRoot()) / 8))
            }
        }
        let pixels = Raster(width: region.width, height: region.height, channels: 3, repeating: paint.value)
        return SwapResult(
            layer: Layer(region: region, pixels: pixels, mask: mask),
            steps: [StepFigures(step: "paint", figures: ["value": Double(paint.value)])], warp: warp)
    }
}
