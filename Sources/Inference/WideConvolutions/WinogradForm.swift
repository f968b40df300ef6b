/// Winograd's minimal filtering F(4×4, 3×3): from squares of 6 × 6 values it makes squares of 4 × 4 results, with 36
/// multiplications in place of 144.
///
/// The matrices are those of the paper's section 4.3. They mix values of different sizes, so that a digit is lost: through
/// all layers of inswapper 1–2 in 10⁵ of the result's range, as much as engines differ by from each other. ncnn, NNPACK
/// and cuDNN filter so at float32 too, or with larger squares.
/// - SeeAlso: Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2015, arXiv 1509.09308
enum WinogradForm {
    /// Side of a square of results.
    static let results = 4
    /// Side of a square of values.
    static let values = 6
    static let products = values * values

    /// Bᵀ, 6 × 6, rows last: moves values.
    private static let valueMatrix: [Double] = [
        4, 0, -5, 0, 1, 0,
        0, -4, -4, 1, 1, 0,
        0, 4, -4, -1, 1, 0,
        0, -2, -1, 2, 1, 0,
        0, 2, -1, -2, 1, 0,
        0, 4, 0, -5, 0, 1,
    ]
    /// G, 6 × 3: moves filters.
    static let filterMatrix: [Double] = [
        1.0 / 4, 0, 0,
        -1.0 / 6, -1.0 / 6, -1.0 / 6,
        -1.0 / 6, 1.0 / 6, -1.0 / 6,
        1.0 / 24, 1.0 / 12, 1.0 / 6,
        1.0 / 24, -1.0 / 12, 1.0 / 6,
        0, 0, 1,
    ]
    /// Aᵀ, 4 × 6: moves products back.
    private static let resultMatrix: [Double] = [
        1, 1, 1, 1, 1, 0,
        0, 1, -1, 2, -2, 0,
        0, 1, 1, 4, 4, 0,
        0, 1, -1, 8, -8, 1,
    ]

    /// 36 × 6 × 6: what takes a square of values to its products' places, as filters of a convolution.
    static var squareOfValues: [Float] { square(valueMatrix, rows: values) }

    /// 16 × 36: what takes products to a square of results.
    static var squareOfResults: [Float] { square(resultMatrix, rows: results) }

    /// The matrix for rows and columns at once: row `(i, j)`, column `(p, q)` is `m[i, p] · m[j, q]`. All are whole
    /// numbers that float32 holds.
    private static func square(_ matrix: [Double], rows: Int) -> [Float] {
        var square: [Float] = []
        for i in 0..<rows {
            for j in 0..<rows {
                for p in 0..<values {
                    for q in 0..<values { square.append(Float(matrix[i * values + p] * matrix[j * values + q])) }
                }
            }
        }
        return square
    }
}
