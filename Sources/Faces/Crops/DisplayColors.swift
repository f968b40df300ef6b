import CKernels
import Foundation
import Raster

/// How a photograph's code values are shown as sRGB, which is what the models have learnt from.
struct DisplayColors: Sendable {
    /// Nil when the photograph is sRGB to within what no model notices.
    private let change: Change?

    private struct Change: Sendable {
        let curves: [[Float]]
        let matrix: [Float]
    }

    init(from space: ColorSpace) {
        let isNear = zip(space.toXYZ, Self.toXYZ).allSatisfy { row, wanted in
            let difference = row - wanted
            return (difference * difference).sum() < 1e-5
        }
        let isSameTone = space.curves.allSatisfy { curve in
            stride(from: 0.1, through: 0.9, by: 0.2).allSatisfy { code in
                let found = curve[Int(code * Double(curve.count - 1))]
                return abs(Double(found) - Self.linear(code)) < 0.005
            }
        }
        guard !(isNear && isSameTone), space.curves.allSatisfy({ $0.count == Self.entries }) else {
            change = nil
            return
        }
        let matrix = Self.fromXYZ.flatMap { row in
            (0..<3).map { column in
                let sums = SIMD3(space.toXYZ[0][column], space.toXYZ[1][column], space.toXYZ[2][column])
                return Float((row * sums).sum())
            }
        }
        change = Change(curves: space.curves, matrix: matrix)
    }

    /// Rewrites interleaved RGB code values (0…1) as sRGB's.
    func show(_ values: inout [Float]) {
        guard let change else { return }
        values.withUnsafeMutableBufferPointer { values in
            change.curves[0].withUnsafeBufferPointer { red in
                change.curves[1].withUnsafeBufferPointer { green in
                    change.curves[2].withUnsafeBufferPointer { blue in
                        Self.encoded.withUnsafeBufferPointer { encoded in
                            let m = change.matrix
                            var request = kernel_display_request(
                                linear: (red.baseAddress, green.baseAddress, blue.baseAddress),
                                matrix: (m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]),
                                encoded: encoded.baseAddress)
                            kernel_display(&request, values.baseAddress, values.count / 3)
                        }
                    }
                }
            }
        }
    }

    private static let entries = 1 << 16

    /// sRGB's primaries adapted to D50 (IEC 61966-2-1, Bradford), as its ICC profiles have them.
    private static let toXYZ: [SIMD3<Double>] = [
        SIMD3(0.43607, 0.38515, 0.14307), SIMD3(0.22249, 0.71687, 0.06061), SIMD3(0.01392, 0.09708, 0.71410),
    ]

    /// The inverse of `toXYZ`.
    private static let fromXYZ: [SIMD3<Double>] = [
        SIMD3(3.13386, -1.61687, -0.49062), SIMD3(-0.97877, 1.91614, 0.03345), SIMD3(0.07194, -0.22899, 1.40524),
    ]

    private static func linear(_ code: Double) -> Double {
        code <= 0.04045 ? code / 12.92 : pow((code + 0.055) / 1.055, 2.4)
    }

    /// Linear light, in `entries` even steps, to sRGB's code value.
    private static let encoded: [Float] = (0..<entries).map { step in
        let light = Double(step) / Double(entries - 1)
        return Float(light <= 0.0031308 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055)
    }
}
