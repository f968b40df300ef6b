import CKernels
import Testing

@Suite("Codes of light") struct NearestCodeTests {
    /// Rising curves over 65536 codes.
    private static let curves: [(name: String, at: @Sendable (Float) -> Float)] = [
        ("straight", { $0 }),
        ("steep", { $0 * $0 * $0 }),
        ("from below 0 to above 1", { $0 * 1.1 - 0.05 }),
        ("in steps", { ($0 * 200).rounded(.down) / 200 }),
        ("flat at its ends", { $0 < 0.3 ? 0 : $0 > 0.8 ? 0.9 : $0 }),
    ]

    /// The code by its definition: of the last value that is not above, and the next, the nearer; in the middle the next.
    private static func code(of value: Float, on curve: [Float]) -> UInt16 {
        guard value > curve[0] else { return 0 }
        guard value < curve[65_535] else { return 65_535 }
        let low = curve.partitioningIndex { $0 > value } - 1
        return UInt16(value - curve[low] >= curve[low + 1] - value ? low + 1 : low)
    }

    /// Knuth's linear congruential generator (MMIX); its high half is good.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            var value: UInt64 = 0
            for _ in 0..<2 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                value = value << 32 | state >> 32
            }
            return value
        }
    }

    @Test(
        "every value gets the nearest code, alone and among others, with one curve and with three", arguments: 0..<5)
    func nearest(index: Int) {
        let curve = (0...65_535).map { Self.curves[index].at(Float($0) / 65_535) }
        var generator = Dice(state: UInt64(index))
        let values: [Float] =
            (0..<30_000).map { place in
                let code = Int.random(in: 0..<65_535, using: &generator)
                return switch place % 4 {
                case 0: curve[code]
                case 1: (curve[code] + curve[code + 1]) / 2
                case 2: Float.random(in: -0.2...1.2, using: &generator)
                default: Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &generator))
                }
            } + [0, -0.0, 1, .infinity, -.infinity, .nan, .leastNonzeroMagnitude]
        let expected = values.map { $0.isNaN ? 0 : Self.code(of: $0, on: curve) }
        var guesses = [UInt16](repeating: 0, count: kernel_guess_count())
        kernel_fill_guesses(curve, &guesses)
        let light = values.flatMap { [$0, $0, $0] }
        // Other tables with the same values are taken one by one.
        for others in [curve, curve.map { $0 }] {
            var codes = [UInt16](repeating: 0, count: light.count)
            curve.withUnsafeBufferPointer { first in
                others.withUnsafeBufferPointer { other in
                    guesses.withUnsafeBufferPointer { guesses in
                        let curves = [first.baseAddress, other.baseAddress, other.baseAddress]
                        kernel_encode(
                            light, curves, [guesses.baseAddress, guesses.baseAddress, guesses.baseAddress], &codes,
                            values.count, 3)
                    }
                }
            }
            let wrong = values.indices.filter { place in
                (0..<3).contains { codes[place * 3 + $0] != expected[place] }
            }
            #expect(wrong.isEmpty, "\(Self.curves[index].name): \(wrong.prefix(5).map { values[$0] })")
        }
    }
}

extension [Float] {
    /// The first place from which on `isAfter` holds; it must hold from there to the end.
    fileprivate func partitioningIndex(_ isAfter: (Float) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
