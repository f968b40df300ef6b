import CKernels
import CLCMS

/// What a device loses of every colour of a space: the change that its tables make, in CIELAB on the device. A colour is
/// out of gamut when its length, ΔE*ab (CIE 1976), is above a limit.
///
/// LittleCMS' own gamut check decides at the corners of a coarse grid and calls everything near an unprintable corner
/// unprintable. Here the loss itself is interpolated, and only then compared.
struct GamutCube: Sendable {
    /// Colours along each axis. One in a thousand random colours falls on the other side of the limit than it would by
    /// itself; with 33 it is one in six hundred, with 65 one in twelve hundred, for more than twice the time.
    private static let side = 49
    /// Losses that do not count. Tables err by up to three on colours that the device can show; curves and primaries do
    /// not.
    private static let (tableLimit, exactLimit): (Float, Float) = (5, 1)

    /// L*, a*, b* of each colour, blue running fastest.
    private let losses: [Float]
    private let limit: Float

    /// Nil when LittleCMS cannot join the profiles.
    init?(of pictures: cmsHPROFILE, in device: ProofProfile) {
        guard let losses = Self.losses(of: pictures, in: device) else { return nil }
        self.losses = losses
        limit = device.hasTables ? Self.tableLimit : Self.exactLimit
    }

    /// Counts the pixels that are out of gamut, and marks them in `proof`.
    func count(
        _ codes: UnsafePointer<UInt16>, marking: SoftProof.Marking, in proof: UnsafeMutablePointer<UInt16>, pixels: Int,
        channels: Int
    ) -> Int {
        switch marking {
        case .none:
            kernel_count_beyond(codes, losses, Self.side, limit, nil, proof, pixels, channels)
        case .alarm(let red, let green, let blue):
            kernel_count_beyond(codes, losses, Self.side, limit, [red, green, blue], proof, pixels, channels)
        }
    }

    private static func losses(of pictures: cmsHPROFILE, in device: ProofProfile) -> [Float]? {
        guard let lab = cmsCreateLab4Profile(nil) else { return nil }
        defer { cmsCloseProfile(lab) }
        let intent = SoftProof.Intent.relativeColorimetric
        // FLOAT_SH, COLORSPACE_SH, CHANNELS_SH, BYTES_SH of lcms2.h.
        let float = { (space: Int32) in UInt32(1) << 22 | UInt32(space) << 16 | 3 << 3 | 4 }
        // 16 bits between the two halves: they end where the device does.
        let values = ProfileConversion.layout(device.pixelType, channels: device.channels)
        let flags = UInt32(cmsFLAGS_NOOPTIMIZE | cmsFLAGS_NOCACHE)
        let ideal = cmsCreateTransform(pictures, float(PT_RGB), lab, float(PT_Lab), intent.code, flags)
        let there = cmsCreateTransform(
            pictures, float(PT_RGB), device.handle, values, intent.code, flags | intent.flags)
        let back = cmsCreateTransform(device.handle, values, lab, float(PT_Lab), intent.code, flags)
        defer { for transform in [ideal, there, back] where transform != nil { cmsDeleteTransform(transform) } }
        guard ideal != nil, there != nil, back != nil else { return nil }
        let black = Black(of: device.handle, intent: intent)

        let (slab, channels) = (side * side, device.channels)
        return [Float](unsafeUninitializedCapacity: 3 * side * slab) { buffer, count in
            count = 3 * side * slab
            guard let base = buffer.baseAddress else { return }
            // Each band fills its own slabs; transforms without a cache are only read.
            nonisolated(unsafe) let (to, ideal, there, back) = (base, ideal, there, back)
            Rows.parallel(side, band: 4) { reds in
                let pixels = reds.count * slab
                var colors = [Float](repeating: 0, count: 3 * pixels)
                for index in 0..<pixels {
                    let (red, green, blue) = (reds.lowerBound + index / slab, index / side % side, index % side)
                    colors[3 * index] = Float(red) / Float(side - 1)
                    colors[3 * index + 1] = Float(green) / Float(side - 1)
                    colors[3 * index + 2] = Float(blue) / Float(side - 1)
                }
                var (wanted, found) = (colors, colors)
                var device = [UInt16](repeating: 0, count: pixels * channels)
                cmsDoTransform(ideal, colors, &wanted, UInt32(pixels))
                cmsDoTransform(there, colors, &device, UInt32(pixels))
                cmsDoTransform(back, device, &found, UInt32(pixels))
                for index in 0..<pixels {
                    let at = black.compensated(SIMD3(wanted[3 * index], wanted[3 * index + 1], wanted[3 * index + 2]))
                    for k in 0..<3 { to[3 * (reds.lowerBound * slab + index) + k] = at[k] - found[3 * index + k] }
                }
            }
        }
    }

    /// Black point compensation from perfect black: colours are drawn together towards white, in XYZ
    /// (ISO 18619, Adobe's algorithm).
    private struct Black {
        private let white = cmsD50_XYZ().pointee
        private let point: cmsCIEXYZ

        init(of device: cmsHPROFILE, intent: SoftProof.Intent) {
            var point = cmsCIEXYZ()
            cmsDetectDestinationBlackPoint(&point, device, intent.code, 0)
            self.point = point
        }

        /// - Parameter lab: CIELAB, D50.
        func compensated(_ lab: SIMD3<Float>) -> SIMD3<Float> {
            var color = cmsCIELab(L: Double(lab.x), a: Double(lab.y), b: Double(lab.z))
            var (xyz, white) = (cmsCIEXYZ(), white)
            cmsLab2XYZ(&white, &xyz, &color)
            xyz.X = point.X + xyz.X * (1 - point.X / white.X)
            xyz.Y = point.Y + xyz.Y * (1 - point.Y / white.Y)
            xyz.Z = point.Z + xyz.Z * (1 - point.Z / white.Z)
            cmsXYZ2Lab(&white, &color, &xyz)
            return SIMD3(Float(color.L), Float(color.a), Float(color.b))
        }
    }
}
