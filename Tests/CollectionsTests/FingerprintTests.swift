import Collections
import Foundation
import Oracles
import Raster
import Testing

@Suite struct FingerprintTests {
    /// Pictures of the repository's own, of three formats.
    private static let pictures = ["ana.webp", "ben.webp", "chris.tif"].map(Examples.url)

    @Test("bits are those of imagehash's phash", .enabled(if: Oracle.isAvailable, Comment(rawValue: Oracle.absence)))
    func likeImagehash() async throws {
        let output = try await Oracle.run(
            script: "imagehash_reference.py", arguments: Self.pictures.map(\.path))
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ") }
        try #require(lines.count == Self.pictures.count)
        for (picture, line) in zip(Self.pictures, lines) {
            let fingerprint = Fingerprint(of: try Photograph.open(picture))
            let (theirs, reduced) = (Fingerprint(hexadecimal: line[0]), Fingerprint(hexadecimal: line[1]))
            #expect(fingerprint == reduced, "\(picture.lastPathComponent)")
            // They reduce by another filter, which moves bits that lie at the median.
            #expect(try fingerprint.distance(to: #require(theirs)) <= 4)
        }
    }

    @Test("a picture keeps its bits through a JPEG, another depth and a change of size, and another has others")
    func stability() throws {
        let photographs = try Self.pictures.map { try Photograph.open($0) }
        let fingerprints = photographs.map { Fingerprint(of: $0) }
        for (photograph, fingerprint) in zip(photographs, fingerprints) {
            #expect(Fingerprint(of: try photograph.throughJPEG(quality: 60)).distance(to: fingerprint) <= 2)
            let half = PixelSize(width: photograph.size.width / 2, height: photograph.size.height / 2)
            let small = try Photograph(squeezing: PhotographRows(photograph), to: half)
            #expect(Fingerprint(of: small).distance(to: fingerprint) <= 2)
            #expect(Fingerprint(of: photograph.widened) == fingerprint)
        }
        // A flat picture has nothing but its mean.
        let flat = Photograph(
            size: PixelSize(width: 40, height: 30), channels: 3,
            values: .bits8([UInt8](repeating: 99, count: 3600)), colorSpace: .sRGB)
        #expect(Fingerprint(of: flat).hexadecimal == "8000000000000000")
        for first in fingerprints.indices {
            for second in 0..<first { #expect(fingerprints[first].distance(to: fingerprints[second]) > 12) }
        }
    }

    @Test("hexadecimal digits come back, and nothing else is taken for them")
    func hexadecimal() {
        for bits in [0, 1, 0xfedc_ba98_7654_3210, UInt64.max] {
            let fingerprint = Fingerprint(bits: bits)
            #expect(fingerprint.hexadecimal.count == 16)
            #expect(Fingerprint(hexadecimal: fingerprint.hexadecimal) == fingerprint)
        }
        for text in ["", "123", "00000000000000000", "+000000000000000", "g000000000000000", "٠٠٠٠٠٠٠٠"] {
            #expect(Fingerprint(hexadecimal: text) == nil)
        }
    }

    @Test("near fingerprints are found as by comparing each with each, ten thousand in less than a second")
    func search() {
        var generator = Generator(state: 7)
        var fingerprints = (0..<9000).map { _ in Fingerprint(bits: generator.next()) }
        // Some that lie near others, at every distance that is asked for.
        for index in 0..<1000 {
            let flips = (0..<index % 9).reduce(UInt64(0)) { mask, _ in mask | 1 << (generator.next() % 64) }
            fingerprints.append(Fingerprint(bits: fingerprints[Int(generator.next() % 9000)].bits ^ flips))
        }
        for distance in [0, 3, 5, 8, 12] {
            var pairs: [FingerprintSearch.Pair] = []
            let time = ContinuousClock().measure { pairs = FingerprintSearch(fingerprints).pairs(within: distance) }
            var expected: [FingerprintSearch.Pair] = []
            for first in fingerprints.indices {
                for second in first + 1..<fingerprints.count {
                    let found = (fingerprints[first].bits ^ fingerprints[second].bits).nonzeroBitCount
                    if found <= distance { expected.append(.init(first: first, second: second, distance: found)) }
                }
            }
            #expect(pairs == expected)
            #expect(!pairs.isEmpty)
            if distance == 5 { #expect(time < .seconds(1)) }
        }
        let search = FingerprintSearch(fingerprints)
        let expected = fingerprints.indices.filter { fingerprints[$0].distance(to: fingerprints[9100]) <= 5 }
        #expect(search.neighbours(of: fingerprints[9100], within: 5) == expected)
        #expect(search.neighbours(of: fingerprints[9100], within: 20).contains(9100))
        #expect(FingerprintSearch([]).pairs(within: 6).isEmpty)
    }

    /// SplitMix64: the same numbers in every run.
    private struct Generator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var value = state
            value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
            value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
            return value ^ value >> 31
        }
    }
}

/// Pictures that come with the repository.
enum Examples {
    static func url(_ name: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Examples/\(name)")
    }
}
