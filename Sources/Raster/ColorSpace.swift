/// An RGB colour space of the matrix kind: three tone curves and three primaries, as ICC.1:2022 §8.3.3 has it.
public struct ColorSpace: Sendable, Equatable {
    /// The profile's own description, e.g. "Display P3".
    public let name: String
    /// The ICC profile as it stands in the file.
    public let profile: [UInt8]
    /// Rows of the matrix from linear RGB (0…1) to the profile connection space's XYZ (D50).
    public let toXYZ: [SIMD3<Double>]
    /// Code value (0…1, 65,536 even steps) → linear light, one table each for R, G, B.
    public let curves: [[Float]]

    package init(name: String, profile: [UInt8], toXYZ: [SIMD3<Double>], curves: [[Float]]) {
        self.name = name
        self.profile = profile
        self.toXYZ = toXYZ
        // Curves that are alike share one table: three would not fit in a core's cache.
        self.curves = curves.map { curve in curves.first { $0 == curve } ?? curve }
    }
}
