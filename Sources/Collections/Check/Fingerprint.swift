import Foundation
import Raster

/// What a picture looks like, in 64 bits: pictures that look alike differ in few of them, whatever their size, format or
/// compression.
///
/// ```swift
/// let isNear = Fingerprint(of: photograph).distance(to: other) < 6
/// ```
/// The perceptual hash pHash: the picture's luma at 32 × 32 pixels, its discrete cosine transform, and of the 8 × 8 lowest
/// frequencies a bit each: whether it lies above their median. Bits and their order are those of Python's `imagehash.phash`,
/// so that records of others compare with ours. The picture is brought to sRGB and reduced over whole areas (a triangle
/// filter), not sampled: a little more or less of a border or of noise moves few bits.
/// - SeeAlso: Zauner 2010, Implementation and benchmarking of perceptual image hash functions, §3.2.1.
public struct Fingerprint: Sendable, Hashable {
    /// From the highest bit on: the frequencies row by row, those across running fastest.
    public let bits: UInt64

    public init(bits: UInt64) { self.bits = bits }

    /// - Parameter text: 16 hexadecimal digits; nil for anything else.
    public init?(hexadecimal text: some StringProtocol) {
        guard text.utf8.count == 16, text.allSatisfy({ $0.isASCII && $0.isHexDigit }),
            let bits = UInt64(text, radix: 16)
        else { return nil }
        self.bits = bits
    }

    /// Blocks for milliseconds: the whole picture is looked at.
    public init(of photograph: Photograph) {
        let side = PixelSize(width: Self.side, height: Self.side)
        guard let small = try? Photograph(squeezing: PhotographRows(photograph), to: side),
            case .bits8(let codes) = small.values
        else { preconditionFailure("a picture in memory has all its rows") }
        self.init(
            luma: stride(from: 0, to: codes.count, by: 3).map { place in
                Self.luma(red: codes[place], green: codes[place + 1], blue: codes[place + 2])
            })
    }

    /// 16 hexadecimal digits.
    public var hexadecimal: String {
        let digits = String(bits, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// How many bits differ, 0…64. Below about 6 two pictures are the same one, changed a little; pictures that have nothing
    /// to do with each other differ in about 32.
    public func distance(to other: Fingerprint) -> Int { (bits ^ other.bits).nonzeroBitCount }
}

extension Fingerprint: CustomStringConvertible, Codable {
    public var description: String { hexadecimal }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let fingerprint = Fingerprint(hexadecimal: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not 16 hexadecimal digits")
        }
        self = fingerprint
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hexadecimal)
    }
}

extension Fingerprint {
    /// Pixels a side of what is transformed, and frequencies a side that are kept.
    private static let (side, frequencies) = (32, 8)
    /// Below this a frequency is not there: what is left of it is the sums' rounding, which no bit may hang on.
    private static let rounding = 1e-6
    /// `table[frequency][place]` of the discrete cosine transform, the second kind, without a scale.
    private static let table: [[Double]] = (0..<frequencies).map { frequency in
        (0..<side).map { (place: Int) -> Double in
            let angle = Double(frequency) * (Double(place) + 0.5) / Double(side)
            return 2 * cos(Double.pi * angle)
        }
    }

    /// As Rec. 601 weighs red, green and blue; rounded in 16 bits, as imaging libraries do it.
    private static func luma(red: UInt8, green: UInt8, blue: UInt8) -> Double {
        let weighed: Int = Int(red) * 19_595 + Int(green) * 38_470 + Int(blue) * 7_471 + 0x8000
        return Double(weighed >> 16)
    }

    /// - Parameter luma: 32 × 32 values, row by row.
    private init(luma: [Double]) {
        var values: [Double] = []
        for down in Self.table {
            var line = [Double](repeating: 0, count: Self.side)
            for y in 0..<Self.side {
                for x in 0..<Self.side { line[x] += down[y] * luma[y * Self.side + x] }
            }
            for across in Self.table {
                var value = 0.0
                for x in 0..<Self.side { value += across[x] * line[x] }
                values.append(abs(value) < Self.rounding ? 0 : value)
            }
        }
        let sorted = values.sorted()
        let median = (sorted[values.count / 2 - 1] + sorted[values.count / 2]) / 2
        var bits: UInt64 = 0
        for value in values { bits = bits << 1 | (value > median ? 1 : 0) }
        self.init(bits: bits)
    }
}
