import CLCMS

extension ColorSpace {
    /// IEC 61966-2-1.
    public static let sRGB = make(
        "sRGB", white: d65, red: (0.64, 0.33), green: (0.30, 0.60), blue: (0.15, 0.06), curve: .sRGB)

    /// Display P3: the primaries of SMPTE RP 431-2, D65, the curve of sRGB.
    public static let displayP3 = make(
        "Display P3", white: d65, red: (0.680, 0.320), green: (0.265, 0.690), blue: (0.150, 0.060), curve: .sRGB)

    /// The values of Adobe RGB (1998) §4.3, in a profile of our own making.
    public static let adobeRGB = make(
        "Compatible with Adobe RGB (1998)", white: d65, red: (0.64, 0.33), green: (0.21, 0.71), blue: (0.15, 0.06),
        curve: .power(563.0 / 256))

    /// The primaries of ROMM RGB (ISO 22028-2), D50, the plain power of 1.8 that profiles named ProPhoto have.
    public static let proPhoto = make(
        "Compatible with ProPhoto", white: (0.3457, 0.3585), red: (0.7347, 0.2653), green: (0.1596, 0.8404),
        blue: (0.0366, 0.0001), curve: .power(1.8))

    private typealias Chromaticity = (x: Double, y: Double)

    private enum Curve {
        case sRGB
        case power(Double)
    }

    private static let d65: Chromaticity = (0.3127, 0.3290)

    private static func make(
        _ name: String, white: Chromaticity, red: Chromaticity, green: Chromaticity, blue: Chromaticity, curve: Curve
    ) -> ColorSpace {
        let tone: OpaquePointer? =
            switch curve {
            // ((x + 0.055) / 1.055)^2.4 from 0.04045 on, x / 12.92 below.
            case .sRGB: cmsBuildParametricToneCurve(nil, 4, [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045])
            case .power(let gamma): cmsBuildGamma(nil, gamma)
            }
        defer { cmsFreeToneCurve(tone) }
        var point = cmsCIExyY(x: white.x, y: white.y, Y: 1)
        var primaries = cmsCIExyYTRIPLE(
            Red: cmsCIExyY(x: red.x, y: red.y, Y: 1), Green: cmsCIExyY(x: green.x, y: green.y, Y: 1),
            Blue: cmsCIExyY(x: blue.x, y: blue.y, Y: 1))
        let handle = cmsCreateRGBProfile(&point, &primaries, [tone, tone, tone])
        defer { cmsCloseProfile(handle) }
        let text = cmsMLUalloc(nil, 1)
        defer { cmsMLUfree(text) }
        cmsMLUsetASCII(text, "en", "US", name)
        cmsWriteTag(handle, cmsSigProfileDescriptionTag, UnsafeRawPointer(text))
        var count: UInt32 = 0
        cmsSaveProfileToMem(handle, nil, &count)
        var bytes = [UInt8](repeating: 0, count: Int(count))
        cmsSaveProfileToMem(handle, &bytes, &count)
        // The header's creation date (bytes 24…35) would make the same picture differ from one second to the next.
        bytes.replaceSubrange(24..<36, with: [0x07, 0xE0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0])
        guard let space = ColorSpace(profile: bytes) else { preconditionFailure("LittleCMS makes a matrix profile") }
        return space
    }
}
