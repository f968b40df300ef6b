/// A generator of 64-bit numbers, small enough that anybody can write it again in any language.
///
/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, with the constants of Vigna's
/// `splitmix64.c` (prng.di.unimi.it).
package struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    /// A stream of its own for each place and purpose, so that what is drawn for one work depends on no other: the first
    /// number of the stream of `seed`, changed by a digest of `purpose`, seeds a second, whose first number, changed by
    /// `position`, seeds this one.
    package init(seed: UInt64, purpose: String, position: Int) {
        var first = SplitMix64(seed: seed)
        var second = SplitMix64(seed: first.next() ^ Self.digest(purpose))
        state = second.next() ^ UInt64(position)
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }

    /// 0 ..< 1, in steps of 2⁻⁵³.
    package mutating func nextUnit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// FNV-1a of the text's UTF-8 (Fowler, Noll and Vo; 64 bits).
    private static func digest(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
