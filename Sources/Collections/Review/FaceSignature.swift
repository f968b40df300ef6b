/// What a face looks like, laid flat, in 1024 bits: enough to tell whether two works show the same face, not whose it is.
///
/// A fingerprint of a picture cannot: works of one target differ in few of its bits, whoever's face they have, since pose,
/// light and outline are the target's.
public struct FaceSignature: Sendable, Hashable {
    package static let words = 16

    /// Whether each place is lighter, or redder, than its surroundings.
    private let signs: [UInt64]
    /// Whether the photograph shows it.
    private let seen: [UInt64]

    /// - Precondition: `words` numbers each.
    package init(signs: [UInt64], seen: [UInt64]) {
        precondition(signs.count == Self.words && seen.count == Self.words, "a signature has 1024 bits")
        self.signs = signs
        self.seen = seen
    }

    /// The share of the places that both show in which they differ: 0 (the same) … about 0.5 (nothing in common); 0.5 where
    /// they have too little in common.
    public func distance(to other: FaceSignature) -> Double {
        var (shared, differing) = (0, 0)
        for word in 0..<Self.words {
            let both = seen[word] & other.seen[word]
            shared += both.nonzeroBitCount
            differing += ((signs[word] ^ other.signs[word]) & both).nonzeroBitCount
        }
        return shared < Self.least ? 0.5 : Double(differing) / Double(shared)
    }

    /// Fewer places say nothing.
    private static let least = 64

    /// - Parameter text: as `hexadecimal` gives it; nil for anything else.
    init?(hexadecimal text: String) {
        let digits = Array(text.utf8)
        guard digits.count == Self.words * 2 * 16 else { return nil }
        var numbers: [UInt64] = []
        for start in stride(from: 0, to: digits.count, by: 16) {
            guard let number = UInt64(String(decoding: digits[start..<start + 16], as: UTF8.self), radix: 16)
            else { return nil }
            numbers.append(number)
        }
        self.init(signs: Array(numbers[..<Self.words]), seen: Array(numbers[Self.words...]))
    }

    /// 512 hexadecimal digits: the signs, then what is seen.
    var hexadecimal: String {
        (signs + seen).map { number in
            let digits = String(number, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
