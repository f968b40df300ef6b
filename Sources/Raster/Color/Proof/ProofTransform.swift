import CLCMS

/// From the codes of pictures to a device, whose values end at 0 and 1, and back.
///
/// `@unchecked`: transforms are made without a cache, so that they are only read, from any number of threads.
final class ProofTransform: @unchecked Sendable {
    private enum Way {
        /// Through a device of tables, which end by themselves.
        case whole(cmsHTRANSFORM)
        /// There and back: joined, curves and primaries would lead past what the device can take and return unharmed.
        case halves(there: cmsHTRANSFORM, back: cmsHTRANSFORM, channels: Int)
    }

    private let way: Way

    /// Nil when LittleCMS cannot join the profiles.
    init?(pictures: cmsHPROFILE, device: ProofProfile, channels: Int, intent: SoftProof.Intent) {
        let extra = channels - 3
        let codes = ProfileConversion.layout(PT_RGB, channels: 3, extra: extra)
        let flags = UInt32(cmsFLAGS_NOCACHE | cmsFLAGS_HIGHRESPRECALC | cmsFLAGS_COPY_ALPHA)
        let colorimetric = SoftProof.Intent.relativeColorimetric.code
        if device.hasTables {
            guard
                let whole = cmsCreateProofingTransform(
                    pictures, codes, pictures, codes, device.handle, intent.code, colorimetric,
                    flags | UInt32(cmsFLAGS_SOFTPROOFING) | intent.flags)
            else { return nil }
            way = .whole(whole)
        } else {
            let values = ProfileConversion.layout(device.pixelType, channels: device.channels, extra: extra)
            guard
                let there = cmsCreateTransform(
                    pictures, codes, device.handle, values, intent.code, flags | intent.flags)
            else { return nil }
            guard let back = cmsCreateTransform(device.handle, values, pictures, codes, colorimetric, flags) else {
                cmsDeleteTransform(there)
                return nil
            }
            way = .halves(there: there, back: back, channels: device.channels + extra)
        }
    }

    deinit {
        switch way {
        case .whole(let whole): cmsDeleteTransform(whole)
        case .halves(let there, let back, _):
            cmsDeleteTransform(there)
            cmsDeleteTransform(back)
        }
    }

    func apply(_ from: UnsafePointer<UInt16>, _ to: UnsafeMutablePointer<UInt16>, _ pixels: Int) {
        switch way {
        case .whole(let whole): cmsDoTransform(whole, from, to, UInt32(pixels))
        case .halves(let there, let back, let channels):
            var values = [UInt16](repeating: 0, count: pixels * channels)
            cmsDoTransform(there, from, &values, UInt32(pixels))
            cmsDoTransform(back, values, to, UInt32(pixels))
        }
    }
}
