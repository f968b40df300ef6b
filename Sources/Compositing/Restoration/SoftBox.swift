import Foundation
import Raster

extension Mask {
    /// A square of ones whose rim of `blur` / 4 of the side is 0, blurred with a Gaussian of half that rim.
    ///
    /// FaceFusion's box mask without padding. Both the box and the Gaussian are products of one line across and one
    /// down, and so is the result: one line is filtered, as OpenCV does it (cut at four deviations, mirrored about the
    /// edge pixel).
    static func softBox(side: Int, blur: Double) -> Mask {
        let amount = Int(Double(side) * 0.5 * blur)
        let rim = max(amount / 2, 1)
        var line = (0..<side).map { $0 < rim || $0 >= side - rim ? 0.0 : 1.0 }
        if amount > 0 { line = filtered(line, sigma: Double(amount) * 0.25) }
        var mask = Mask(width: side, height: side)
        for y in 0..<side {
            for x in 0..<side { mask.values[y * side + x] = Float(line[y] * line[x]) }
        }
        return mask
    }

    private static func filtered(_ line: [Double], sigma: Double) -> [Double] {
        let radius = Int((sigma * 8 + 1).rounded()) / 2
        let taps = (-radius...radius).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
        let sum = taps.reduce(0, +)
        return line.indices.map { at in
            taps.indices.reduce(0) { $0 + taps[$1] * line[mirrored(at + $1 - radius, line.count)] } / sum
        }
    }

    private static func mirrored(_ place: Int, _ count: Int) -> Int {
        guard count > 1 else { return 0 }
        let turn = 2 * (count - 1)
        let within = ((place % turn) + turn) % turn
        return within < count ? within : turn - within
    }

    /// The lesser of two masks of one size, pixel by pixel.
    func least(_ other: Mask) -> Mask {
        precondition(size == other.size, "masks of one crop have one size")
        var result = self
        for i in result.values.indices { result.values[i] = max(0, min(result.values[i], other.values[i], 1)) }
        return result
    }

    /// Every value times `factor`.
    func scaled(by factor: Float) -> Mask {
        Mask(width: width, height: height, values: values.map { $0 * factor })
    }
}
