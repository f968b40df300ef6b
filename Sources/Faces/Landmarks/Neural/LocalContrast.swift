import Foundation
import Raster

/// Raises the contrast of crops that are nearly black, part by part, so that landmarkers see something there.
///
/// What FaceFusion does to 8 bits with OpenCV (`createCLAHE(clipLimit: 2)` on L of CIELAB when its mean is under 30 of
/// 255), in floats: the histograms have OpenCV's 256 classes, but the curves that they give are read between the
/// classes and not rounded, and crops that are bright enough pass untouched, where FaceFusion's lose about a code on
/// the way to CIELAB and back. FaceFusion hands over blue as red and red as blue, and so do we: lightness is weighed
/// accordingly.
/// - SeeAlso: Zuiderveld 1994, "Contrast Limited Adaptive Histogram Equalization", Graphics Gems IV.
package enum LocalContrast {
    /// Of L in 255ths: below it a crop is dark.
    private static let darkest = 30.0
    /// Parts a side, each with a curve of its own.
    private static let parts = 8
    /// A class may hold this many times its even share.
    private static let clipLimit = 2.0
    private static let classes = 256

    /// The crop as it is, or with more contrast.
    /// - Parameter crop: three channels of sRGB code values, its sides multiples of 8.
    package static func raised(_ crop: Raster) -> Raster {
        precondition(crop.width % parts == 0 && crop.height % parts == 0, "a crop divides into its parts")
        let lightness = (0..<crop.size.area).map { index in
            Self.lightness(of: linear(crop, index)) * Float(classes - 1) / 100
        }
        let mean = lightness.reduce(0.0) { $0 + Double($1) } / Double(lightness.count)
        guard mean < darkest else { return crop }
        let raised = equalized(lightness, width: crop.width, height: crop.height)
        var result = crop
        for index in lightness.indices {
            let rgb = shown(linear(crop, index), lightness: raised[index] * 100 / Float(classes - 1))
            for channel in 0..<3 { result.values[index * 3 + channel] = rgb[2 - channel] }
        }
        return result
    }
}

// MARK: - Curves

extension LocalContrast {
    private static func equalized(_ lightness: [Float], width: Int, height: Int) -> [Float] {
        let (across, down) = (width / parts, height / parts)
        let curves = (0..<parts * parts).map { part in
            curve(of: lightness, width: width, x: part % parts * across, y: part / parts * down, across, down)
        }
        var result = lightness
        for y in 0..<height {
            let (top, bottom, fromTop) = neighbours(of: y, length: down)
            for x in 0..<width {
                let (left, right, fromLeft) = neighbours(of: x, length: across)
                let level = lightness[y * width + x]
                let read = { (row: Int, column: Int) in value(at: level, on: curves[row * parts + column]) }
                let upper = read(top, left) * (1 - fromLeft) + read(top, right) * fromLeft
                let lower = read(bottom, left) * (1 - fromLeft) + read(bottom, right) * fromLeft
                result[y * width + x] = upper * (1 - fromTop) + lower * fromTop
            }
        }
        return result
    }

    /// The parts whose middles a pixel lies between, and how far it is from the first.
    private static func neighbours(of place: Int, length: Int) -> (Int, Int, Float) {
        let at = Float(place) / Float(length) - 0.5
        let first = at.rounded(.down)
        return (max(0, Int(first)), min(parts - 1, Int(first) + 1), at - first)
    }

    private static func value(at level: Float, on curve: [Float]) -> Float {
        let held = max(0, min(Float(classes - 1), level))
        let low = min(classes - 2, Int(held))
        let way = held - Float(low)
        return curve[low] * (1 - way) + curve[low + 1] * way
    }

    /// The share of a part's pixels up to each class, of 255, after what a class holds too many of was spread evenly.
    private static func curve(
        of lightness: [Float], width: Int, x: Int, y: Int, _ across: Int, _ down: Int
    ) -> [Float] {
        var counts = [Int](repeating: 0, count: classes)
        for row in y..<y + down {
            for column in x..<x + across {
                let level = lightness[row * width + column].rounded(.toNearestOrEven)
                counts[Int(max(0, min(Float(classes - 1), level)))] += 1
            }
        }
        let limit = max(1, Int(clipLimit * Double(across * down) / Double(classes)))
        let excess = counts.reduce(0) { $0 + max(0, $1 - limit) }
        let (each, rest) = excess.quotientAndRemainder(dividingBy: classes)
        for index in counts.indices { counts[index] = min(limit, counts[index]) + each }
        if rest > 0 {
            let step = max(1, classes / rest)
            for index in stride(from: 0, to: classes, by: step).prefix(rest) { counts[index] += 1 }
        }
        var sum = 0
        return counts.map { count in
            sum += count
            return Float(sum) * Float(classes - 1) / Float(across * down)
        }
    }
}

// MARK: - CIELAB

extension LocalContrast {
    /// D65, as OpenCV has it.
    private static let white = SIMD3<Float>(0.950456, 1, 1.088754)
    private static let toXYZ: [SIMD3<Float>] = [
        SIMD3(0.412453, 0.357580, 0.180423), SIMD3(0.212671, 0.715160, 0.072169), SIMD3(0.019334, 0.119193, 0.950227),
    ]
    private static let fromXYZ: [SIMD3<Float>] = [
        SIMD3(3.240479, -1.53715, -0.498535), SIMD3(-0.969256, 1.875991, 0.041556),
        SIMD3(0.055648, -0.204043, 1.057311),
    ]
    /// Where the cube root gives way to a line.
    private static let bend: Float = 0.008856
    private static let slope: Float = 7.787

    /// Linear light of a pixel, blue in the place of red.
    private static func linear(_ crop: Raster, _ index: Int) -> SIMD3<Float> {
        let at = index * 3
        return SIMD3(
            linear(crop.values[at + 2]), linear(crop.values[at + 1]), linear(crop.values[at]))
    }

    private static func linear(_ code: Float) -> Float {
        code <= 0.04045 ? code / 12.92 : pow((code + 0.055) / 1.055, 2.4)
    }

    private static func code(_ light: Float) -> Float {
        let held = max(0, min(1, light))
        return held <= 0.0031308 ? held * 12.92 : 1.055 * pow(held, 1 / 2.4) - 0.055
    }

    private static func root(_ share: Float) -> Float {
        share > bend ? cbrt(share) : slope * share + 16 / 116
    }

    private static func share(_ root: Float) -> Float {
        root > slope * bend + 16 / 116 ? root * root * root : (root - 16 / 116) / slope
    }

    /// L, 0…100.
    private static func lightness(of light: SIMD3<Float>) -> Float {
        116 * root((light * toXYZ[1]).sum()) - 16
    }

    /// Code values of the colour with another lightness, its a and b kept.
    private static func shown(_ light: SIMD3<Float>, lightness: Float) -> SIMD3<Float> {
        let roots = toXYZ.indices.map { root((light * toXYZ[$0]).sum() / white[$0]) }
        let middle = (lightness + 16) / 116
        let xyz =
            SIMD3(
                share(middle + roots[0] - roots[1]), share(middle), share(middle - roots[1] + roots[2])) * white
        return SIMD3(
            code((xyz * fromXYZ[0]).sum()), code((xyz * fromXYZ[1]).sum()), code((xyz * fromXYZ[2]).sum()))
    }
}
