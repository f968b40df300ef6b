/// Base 58 with Bitcoin's alphabet (no 0, O, I, l): the text of CIDv0, and what multibase calls `z`.
///
/// Quadratic in the length, so callers bound it.
package enum Base58 {
    private static let digits = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)
    private static let values: [UInt8: Int] = Dictionary(
        uniqueKeysWithValues: digits.enumerated().map { ($0.element, $0.offset) })

    package static func text(of bytes: [UInt8]) -> String {
        let zeros = bytes.prefix { $0 == 0 }.count
        let figures = converted(bytes.dropFirst(zeros).map(Int.init), from: 256, to: 58)
        let text = [UInt8](repeating: digits[0], count: zeros) + figures.map { digits[$0] }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil when a letter is not of the alphabet.
    package static func bytes(of text: some Collection<UInt8>) -> [UInt8]? {
        let zeros = text.prefix { $0 == digits[0] }.count
        let figures = text.dropFirst(zeros).compactMap { values[$0] }
        guard figures.count == text.count - zeros else { return nil }
        return [UInt8](repeating: 0, count: zeros) + converted(figures, from: 58, to: 256).map { UInt8($0) }
    }

    /// The figures of a number, highest first, in another base.
    private static func converted(_ figures: [Int], from base: Int, to other: Int) -> [Int] {
        var lowestFirst: [Int] = []
        for figure in figures {
            var carry = figure
            for index in lowestFirst.indices {
                carry += lowestFirst[index] * base
                lowestFirst[index] = carry % other
                carry /= other
            }
            while carry > 0 {
                lowestFirst.append(carry % other)
                carry /= other
            }
        }
        return lowestFirst.reversed()
    }
}
