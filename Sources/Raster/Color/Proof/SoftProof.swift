import CKernels
import CLCMS
import Foundation

/// Shows what a device makes of a picture: a printer on its paper, or a display, told by its ICC profile.
///
/// ```swift
/// let proof = try SoftProof(through: profile, named: "matte.icc", of: picture.colorSpace)
/// let (codes, outOfGamut) = proof.proof(band, width: picture.size.width, channels: picture.channels)
/// ```
/// Colours go to the device and come back relative to its white, so that paper stays white and the darkest ink is as
/// light as it is. Bands of rows do not depend on each other: pictures of any size can be streamed.
public final class SoftProof: Sendable {
    /// How colours are brought into what the device can show.
    public enum Intent: String, Sendable, Codable, CaseIterable {
        /// Those that it can show stay; black and white are brought to the device's.
        case relativeColorimetric = "relative"
        /// All move, so that none are lost; as the profile's maker saw fit.
        case perceptual

        var code: UInt32 {
            switch self {
            case .relativeColorimetric: UInt32(INTENT_RELATIVE_COLORIMETRIC)
            case .perceptual: UInt32(INTENT_PERCEPTUAL)
            }
        }

        var flags: UInt32 {
            switch self {
            case .relativeColorimetric: UInt32(cmsFLAGS_BLACKPOINTCOMPENSATION)
            case .perceptual: 0
            }
        }
    }

    /// What becomes of pixels that are out of gamut.
    public enum Marking: Sendable, Hashable {
        /// They are shown as the device shows them.
        case none
        /// They take this colour, 16-bit codes of the picture's space.
        case alarm(red: UInt16, green: UInt16, blue: UInt16)
    }

    /// The profile's own description.
    public let name: String
    public let intent: Intent
    public let marking: Marking
    /// The space of the pictures, before and after.
    public let colorSpace: ColorSpace

    private let gamut: GamutCube
    private let transforms: [Int: ProofTransform]

    /// Takes some tenths of a second for a printer's profile.
    /// - Parameters:
    ///   - profile: the device's, grey, RGB or CMYK.
    ///   - file: what errors call it.
    ///   - colorSpace: of the pictures.
    /// - Throws: `SoftProofError`.
    public init(
        through profile: [UInt8], named file: String, of colorSpace: ColorSpace,
        intent: Intent = .relativeColorimetric, marking: Marking = .none
    ) throws(SoftProofError) {
        let device = try ProofProfile(profile, named: file, intent: intent)
        guard let pictures = cmsOpenProfileFromMem(colorSpace.profile, UInt32(colorSpace.profile.count)) else {
            throw .notAProfile(file: colorSpace.name)
        }
        defer { cmsCloseProfile(pictures) }
        guard let gamut = GamutCube(of: pictures, in: device) else { throw .oneWay(file: file) }
        var transforms: [Int: ProofTransform] = [:]
        for channels in 3...4 {
            guard
                let transform = ProofTransform(
                    pictures: pictures, device: device, channels: channels, intent: intent)
            else { throw .oneWay(file: file) }
            transforms[channels] = transform
        }
        name = ColorSpace.name(of: device.handle)
        self.intent = intent
        self.marking = marking
        self.colorSpace = colorSpace
        self.gamut = gamut
        self.transforms = transforms
    }

    /// Reads the profile from a file.
    /// - Throws: `SoftProofError`.
    public convenience init(
        through file: URL, of colorSpace: ColorSpace, intent: Intent = .relativeColorimetric, marking: Marking = .none
    ) throws(SoftProofError) {
        try self.init(
            through: Self.bytes(of: file), named: file.lastPathComponent, of: colorSpace, intent: intent,
            marking: marking)
    }

    /// Whether a proof can be made with the profile. Cheap; asked before work is begun.
    /// - Throws: `SoftProofError`.
    public static func check(_ file: URL, intent: Intent) throws(SoftProofError) {
        _ = try ProofProfile(bytes(of: file), named: file.lastPathComponent, intent: intent)
    }

    private static func bytes(of file: URL) throws(SoftProofError) -> [UInt8] {
        let name = file.lastPathComponent
        do {
            let size = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int ?? 0
            guard size <= largestProfile else {
                throw SoftProofError.unreadable(file: name, reason: "it has \(size) bytes, which no profile has")
            }
            return [UInt8](try Data(contentsOf: file))
        } catch let error as SoftProofError {
            throw error
        } catch {
            throw .unreadable(file: name, reason: (error as NSError).localizedDescription)
        }
    }

    /// Bytes; the largest that printers' makers give out have a tenth of that.
    private static let largestProfile = 64 << 20

    /// The proof of some rows.
    /// - Parameters:
    ///   - codes: 16-bit, interleaved, whole rows of `width` pixels.
    ///   - channels: 3, or 4 with alpha, which stays as it is.
    /// - Returns: codes of the same space, and how many pixels have a colour that the device cannot show.
    public func proof(_ codes: [UInt16], width: Int, channels: Int = 3) -> (codes: [UInt16], outOfGamut: Int) {
        guard let transform = transforms[channels] else { preconditionFailure("pictures have 3 or 4 channels") }
        let rowLength = width * channels
        precondition(rowLength > 0 && codes.count % rowLength == 0, "whole rows are proofed")
        let height = codes.count / rowLength
        let band = 16
        var counts = [Int](repeating: 0, count: (height + band - 1) / band)
        let result = [UInt16](unsafeUninitializedCapacity: codes.count) { buffer, count in
            count = codes.count
            codes.withUnsafeBufferPointer { codes in
                counts.withUnsafeMutableBufferPointer { counts in
                    guard let from = codes.baseAddress, let to = buffer.baseAddress, let counts = counts.baseAddress
                    else { return }
                    // Each band reads and writes its own rows and its own count.
                    nonisolated(unsafe) let (source, target, found) = (from, to, counts)
                    Rows.parallel(height, band: band) { rows in
                        let (start, pixels) = (rows.lowerBound * rowLength, rows.count * width)
                        transform.apply(source + start, target + start, pixels)
                        found[rows.lowerBound / band] = gamut.count(
                            source + start, marking: marking, in: target + start, pixels: pixels, channels: channels)
                    }
                }
            }
        }
        return (result, counts.reduce(0, +))
    }
}

extension Photograph {
    /// The picture as the device shows it, in 16 bits, and the share of its pixels that the device cannot show, 0…1.
    /// - Parameter proof: for pictures of this one's colour space.
    public func proofed(by proof: SoftProof) -> (picture: Photograph, outOfGamut: Double) {
        precondition(proof.colorSpace.profile == colorSpace.profile, "the proof is for this picture's space")
        let (codes, count) = proof.proof(codes16, width: size.width, channels: channels)
        return (with(.bits16(codes)), Double(count) / Double(max(1, size.area)))
    }
}
