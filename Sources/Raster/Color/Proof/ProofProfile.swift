import CLCMS
import Foundation

/// The profile of a device on which pictures are shown or printed, open.
///
/// `@unchecked`: the handle is read while transforms are made, which one owner does before anything else can.
final class ProofProfile: @unchecked Sendable {
    let handle: cmsHPROFILE
    /// Whether the device is told by tables, and not by curves and primaries alone.
    let hasTables: Bool

    /// Of the device's colours: 1 for grey, 3 or 4.
    var channels: Int { Int(cmsChannelsOf(cmsGetColorSpace(handle))) }
    /// LittleCMS' number for them.
    var pixelType: Int32 { _cmsLCMScolorSpace(cmsGetColorSpace(handle)) }

    /// - Parameter file: what errors call it.
    init(_ bytes: [UInt8], named file: String, intent: SoftProof.Intent) throws(SoftProofError) {
        guard let handle = cmsOpenProfileFromMem(bytes, UInt32(bytes.count)) else { throw .notAProfile(file: file) }
        self.handle = handle
        hasTables = cmsIsMatrixShaper(handle) == 0 || cmsIsTag(handle, cmsSigBToA0Tag) != 0
        if let kind = Self.kindOfNoDevice(cmsGetDeviceClass(handle)) { throw .noOutput(file: file, kind: kind) }
        guard [cmsSigGrayData, cmsSigRgbData, cmsSigCmykData].contains(cmsGetColorSpace(handle)) else {
            throw .otherColors(file: file, kind: Self.text(of: cmsGetColorSpace(handle).rawValue))
        }
        // The way there with the intent that is asked for, the way back as it is measured.
        let ways = [
            (intent.code, UInt32(LCMS_USED_AS_OUTPUT)),
            (SoftProof.Intent.relativeColorimetric.code, UInt32(LCMS_USED_AS_INPUT)),
        ]
        for (intent, way) in ways where cmsIsIntentSupported(handle, intent, way) == 0 {
            // Without a table of its own an intent is served by the perceptual one (ICC.1:2022, 6.1.14).
            guard cmsIsIntentSupported(handle, SoftProof.Intent.perceptual.code, way) != 0 else {
                throw .oneWay(file: file)
            }
        }
    }

    deinit { cmsCloseProfile(handle) }

    private static func kindOfNoDevice(_ kind: cmsProfileClassSignature) -> String? {
        switch kind {
        case cmsSigLinkClass: "a link between two devices"
        case cmsSigAbstractClass: "an effect on colours"
        case cmsSigNamedColorClass: "a list of named colours"
        default: nil
        }
    }

    /// Four letters, such as `Lab `.
    private static func text(of signature: UInt32) -> String {
        let letters = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: signature >> $0) }
        return String(decoding: letters, as: UTF8.self).trimmingCharacters(in: .whitespaces)
    }
}
