import CLCMS

/// Takes code values through an ICC profile into an RGB space: relative colorimetric with black point compensation.
final class ProfileConversion {
    private let transform: cmsHTRANSFORM
    private let channels: Int
    private let resultChannels: Int

    /// Nil when the profile cannot be read or is made for another kind of pixels.
    init?(kind: DecodedPixels.Kind, hasAlpha: Bool, profile: [UInt8], to space: ColorSpace) {
        let extra = hasAlpha ? 1 : 0
        channels = kind.channels + extra
        resultChannels = 3 + extra
        guard let from = cmsOpenProfileFromMem(profile, UInt32(profile.count)) else { return nil }
        defer { cmsCloseProfile(from) }
        guard cmsGetColorSpace(from) == kind.signature,
            let to = cmsOpenProfileFromMem(space.profile, UInt32(space.profile.count))
        else { return nil }
        defer { cmsCloseProfile(to) }
        // No cache: the one in a transform would be written by every thread.
        let flags = cmsFLAGS_NOCACHE | cmsFLAGS_HIGHRESPRECALC | cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_COPY_ALPHA
        guard
            let transform = cmsCreateTransform(
                from, Self.layout(kind.pixelType, channels: kind.channels, extra: extra),
                to, Self.layout(PT_RGB, channels: 3, extra: extra),
                UInt32(INTENT_RELATIVE_COLORIMETRIC), UInt32(flags))
        else { return nil }
        self.transform = transform
    }

    deinit { cmsDeleteTransform(transform) }

    func codes(from codes: [UInt16], size: PixelSize) -> [UInt16] {
        [UInt16](unsafeUninitializedCapacity: size.area * resultChannels) { buffer, count in
            codes.withUnsafeBufferPointer { from in
                guard let from = from.baseAddress, let to = buffer.baseAddress else { return }
                // Each band reads and writes its own rows; a transform without a cache is read-only.
                nonisolated(unsafe) let (source, target, transform) = (from, to, transform)
                Rows.parallel(size.height) { [channels, resultChannels] rows in
                    let first = rows.lowerBound * size.width
                    cmsDoTransform(
                        transform, source + first * channels, target + first * resultChannels,
                        UInt32(rows.count * size.width))
                }
            }
            count = size.area * resultChannels
        }
    }

    /// LittleCMS' word for interleaved 16-bit pixels (its macros COLORSPACE_SH, EXTRA_SH, CHANNELS_SH, BYTES_SH).
    static func layout(_ space: Int32, channels: Int, extra: Int = 0) -> UInt32 {
        UInt32(space) << 16 | UInt32(extra) << 7 | UInt32(channels) << 3 | 2
    }
}

extension DecodedPixels.Kind {
    fileprivate var signature: cmsColorSpaceSignature {
        switch self {
        case .grey: cmsSigGrayData
        case .rgb: cmsSigRgbData
        case .cmyk: cmsSigCmykData
        }
    }

    fileprivate var pixelType: Int32 {
        switch self {
        case .grey: PT_GRAY
        case .rgb: PT_RGB
        case .cmyk: PT_CMYK
        }
    }
}
