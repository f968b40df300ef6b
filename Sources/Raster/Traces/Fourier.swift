import Foundation

/// The discrete Fourier transform of lines whose length is a power of two.
///
/// - SeeAlso: Cooley & Tukey 1965, An algorithm for the machine calculation of complex Fourier series.
struct Fourier: Sendable {
    let size: Int
    /// exp(2πi · k / size), for k below half the size.
    private let turns: [SIMD2<Double>]
    /// Every index with its bits in the other order.
    private let reversed: [Int]

    init(size: Int) {
        precondition(size > 1 && size & (size - 1) == 0, "the length is a power of two")
        self.size = size
        turns = (0..<size / 2).map { index in
            let angle = 2 * Double.pi * Double(index) / Double(size)
            return SIMD2(cos(angle), sin(angle))
        }
        var reversed = [0]
        while reversed.count < size { reversed = reversed.map { 2 * $0 } + reversed.map { 2 * $0 + 1 } }
        self.reversed = reversed
    }

    /// Σ values[n] · exp(−2πi · k · n / size) as (real, imaginary), for k from 0 to half the size. Shorter lines are
    /// filled up with 0.
    func transform(_ values: [Double]) -> [SIMD2<Double>] {
        precondition(values.count <= size, "the line is no longer than the transform")
        var sums = [SIMD2<Double>](repeating: .zero, count: size)
        for (index, value) in values.enumerated() { sums[reversed[index]].x = value }
        var half = 1
        while half < size {
            for start in stride(from: 0, to: size, by: 2 * half) {
                for index in 0..<half {
                    let turn = turns[index * (size / (2 * half))]
                    let (first, second) = (sums[start + index], sums[start + index + half])
                    let turned = SIMD2(
                        second.x * turn.x + second.y * turn.y, second.y * turn.x - second.x * turn.y)
                    sums[start + index] = first + turned
                    sums[start + index + half] = first - turned
                }
            }
            half *= 2
        }
        return Array(sums[...(size / 2)])
    }
}
