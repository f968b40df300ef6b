/// Winograd's minimal filtering with 3 × 3 filters: from squares of `outputs + 2` values it makes squares of `outputs`
/// results, with `(outputs + 2)²` multiplications in place of `9 · outputs²`.
///
/// The matrices are those of the paper's sections 4.1 and 4.3. Larger squares save more, cost more memory for the
/// moved filters, and lose more digits: their matrices mix values of different sizes.
/// - SeeAlso: Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2015, arXiv 1509.09308
package struct WinogradForm: Sendable, Hashable {
    /// Side of a square of results.
    let outputs: Int
    /// With fewer channels on either side, moving values back and forth takes what the multiplications save.
    let fewestChannels: Int
    /// Bᵀ, `side · side`, rows last: moves values.
    let values: [Double]
    /// G, `side · 3`: moves filters.
    let filters: [Double]
    /// Aᵀ, `outputs · side`: moves results back.
    let results: [Double]

    private init(outputs: Int, fewestChannels: Int, values: [Double], filters: [Double], results: [Double]) {
        self.outputs = outputs
        self.fewestChannels = fewestChannels
        self.values = values
        self.filters = filters
        self.results = results
    }

    /// Side of a square of values.
    var side: Int { outputs + 2 }
    var products: Int { side * side }

    /// How an engine on the processor calculates wide convolutions. The larger squares lose a digit more: 1 in 10⁵ of
    /// the result's range through all layers of inswapper. Units for numbers of half the length, which `elementType`
    /// tells of, need no such detour, and have no digit to lose.
    init?(for precision: Precision, in elementType: String) {
        guard elementType == "f32" else { return nil }
        self = precision == .f32 ? .two : .four
    }

    /// F(2×2, 3×3): 2.25 times fewer multiplications, filters of 1.8 times the size.
    package static let two = WinogradForm(
        outputs: 2,
        fewestChannels: 256,
        values: [
            1, 0, -1, 0,
            0, 1, 1, 0,
            0, -1, 1, 0,
            0, 1, 0, -1,
        ],
        filters: [
            1, 0, 0,
            0.5, 0.5, 0.5,
            0.5, -0.5, 0.5,
            0, 0, 1,
        ],
        results: [
            1, 1, 1, 0,
            0, 1, -1, -1,
        ])

    /// F(4×4, 3×3): 4 times fewer multiplications, filters of 4 times the size.
    package static let four = WinogradForm(
        outputs: 4,
        fewestChannels: 128,
        values: [
            4, 0, -5, 0, 1, 0,
            0, -4, -4, 1, 1, 0,
            0, 4, -4, -1, 1, 0,
            0, -2, -1, 2, 1, 0,
            0, 2, -1, -2, 1, 0,
            0, 4, 0, -5, 0, 1,
        ],
        filters: [
            1.0 / 4, 0, 0,
            -1.0 / 6, -1.0 / 6, -1.0 / 6,
            -1.0 / 6, 1.0 / 6, -1.0 / 6,
            1.0 / 24, 1.0 / 12, 1.0 / 6,
            1.0 / 24, -1.0 / 12, 1.0 / 6,
            0, 0, 1,
        ],
        results: [
            1, 1, 1, 1, 1, 0,
            0, 1, -1, 2, -2, 0,
            0, 1, 1, 4, 4, 0,
            0, 1, -1, 8, -8, 1,
        ])

    /// `products · side · side`: what takes a square of values to its products' places, as filters of a convolution.
    var squareOfValues: [Float] { Self.square(values, rows: side, columns: side) }

    /// `outputs² · products`: what takes products to a square of results.
    var squareOfResults: [Float] { Self.square(results, rows: outputs, columns: side) }

    /// The matrix for rows and columns at once: row `(i, j)`, column `(p, q)` is `m[i, p] · m[j, q]`. All are small
    /// whole numbers.
    private static func square(_ matrix: [Double], rows: Int, columns: Int) -> [Float] {
        var square: [Float] = []
        for i in 0..<rows {
            for j in 0..<rows {
                for p in 0..<columns {
                    for q in 0..<columns {
                        square.append(Float(matrix[i * columns + p] * matrix[j * columns + q]))
                    }
                }
            }
        }
        return square
    }
}
