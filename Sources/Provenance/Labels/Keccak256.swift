/// Keccak-256 as Ethereum uses it: the sponge of FIPS 202 with the padding of the first Keccak submission (0x01, where
/// SHA-3 has 0x06).
/// - SeeAlso: The Keccak reference 3.0, section 1.2.
package enum Keccak256 {
    /// Bytes taken in between two permutations.
    private static let rate = 136
    private static let rounds = 24

    /// 32 bytes.
    package static func digest(of bytes: some Collection<UInt8>) -> [UInt8] {
        var padded = Array(bytes)
        padded.append(0x01)
        padded += [UInt8](repeating: 0, count: (rate - padded.count % rate) % rate)
        padded[padded.count - 1] |= 0x80
        var state = [UInt64](repeating: 0, count: 25)
        for block in stride(from: 0, to: padded.count, by: rate) {
            for lane in 0..<rate / 8 {
                let word = padded[block + lane * 8..<block + lane * 8 + 8].reversed()
                state[lane] ^= word.reduce(0) { $0 << 8 | UInt64($1) }
            }
            permute(&state)
        }
        return state[..<4].flatMap { lane in (0..<8).map { UInt8(truncatingIfNeeded: lane >> (8 * UInt64($0))) } }
    }

    /// Keccak-f[1600]: lane (x, y) of the reference is `state[x + 5 * y]`.
    private static func permute(_ state: inout [UInt64]) {
        var feedback: UInt8 = 1
        var columns = [UInt64](repeating: 0, count: 5)
        for _ in 0..<rounds {
            // θ
            for x in 0..<5 { columns[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20] }
            for x in 0..<5 {
                let mixed = columns[(x + 4) % 5] ^ rotated(columns[(x + 1) % 5], by: 1)
                for y in 0..<5 { state[x + 5 * y] ^= mixed }
            }
            // ρ and π: the lanes move along one path, each turned by the next triangular number.
            var (x, y, moving) = (1, 0, state[1])
            for step in 0..<24 {
                (x, y) = (y, (2 * x + 3 * y) % 5)
                let next = state[x + 5 * y]
                state[x + 5 * y] = rotated(moving, by: (step + 1) * (step + 2) / 2 % 64)
                moving = next
            }
            // χ
            for y in 0..<5 {
                for x in 0..<5 { columns[x] = state[x + 5 * y] }
                for x in 0..<5 { state[x + 5 * y] = columns[x] ^ (~columns[(x + 1) % 5] & columns[(x + 2) % 5]) }
            }
            // ι: the bits at 2^j − 1 come from a shift register over x⁸ + x⁶ + x⁵ + x⁴ + 1.
            for bit in 0..<7 {
                if feedback & 1 == 1 { state[0] ^= 1 << ((UInt64(1) << UInt64(bit)) - 1) }
                feedback = feedback << 1 ^ (feedback & 0x80 == 0 ? 0 : 0x71)
            }
        }
    }

    private static func rotated(_ lane: UInt64, by bits: Int) -> UInt64 {
        bits == 0 ? lane : lane << UInt64(bits) | lane >> UInt64(64 - bits)
    }
}
