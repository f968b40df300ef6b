import Faces
import Raster

/// The mask of a crop: what of it is laid into the target.
enum CropMask {
    /// Blur by which masks that networks or landmarks draw are softened, pixels of the crop.
    private static let softening = 5.0

    /// Ones inside a border of zeros, blurred.
    /// - Parameters:
    ///   - padding: per cent of the side.
    ///   - blur: 0 … 1.
    static func box(side: Int, padding: NeuralSettings.Padding, blur: Float) -> Raster {
        let amount = Int(Double(side) * 0.5 * blur.asWritten)
        let least = max(amount / 2, 1)
        let border = { (percent: Float) in min(side, max(least, Int(Double(side) * percent.asWritten / 100))) }
        let (top, bottom) = (border(padding.top), side - border(padding.bottom))
        let (left, right) = (border(padding.left), side - border(padding.right))
        var mask = Raster(width: side, height: side, channels: 1)
        if top < bottom && left < right {
            for y in top..<bottom {
                for x in left..<right { mask.values[y * side + x] = 1 }
            }
        }
        return amount > 0 ? mask.smoothed(sigma: Double(amount) * 0.25) : mask
    }

    /// A drawn mask made soft from its middle on: what was half covered is 0, so that it never grows.
    static func softened(_ mask: Raster) -> Raster {
        mask.map { min(1, max(0, $0)) }.smoothed(sigma: softening).map { (min(1, max(0.5, $0)) - 0.5) * 2 }
    }

    /// The hull of groups of the 68 landmarks.
    /// - Parameters:
    ///   - landmarks: pixels of the photograph, counted from its corner.
    ///   - matrix: from the photograph to the crop.
    static func area(
        _ areas: Set<MaskArea>, landmarks: [SIMD2<Float>], matrix: CropMatrix, side: Int
    ) -> Raster {
        let points = areas.flatMap(\.landmarks).map { index -> SIMD2<Int> in
            let point = matrix(SIMD2<Double>(landmarks[index]) - 0.5)
            // Cut to whole pixels, towards 0, as a cast does.
            return SIMD2(Int(point.x), Int(point.y))
        }
        return softened(ConvexArea(of: points).filled(side: side))
    }

    /// The least of several masks, held to 0 … 1.
    static func combined(_ masks: [Raster]) -> Mask {
        let size = masks[0].size
        var values = masks[0].values
        for mask in masks.dropFirst() {
            for i in values.indices { values[i] = min(values[i], mask.values[i]) }
        }
        return Mask(width: size.width, height: size.height, values: values.map { min(1, max(0, $0)) })
    }
}
