import Foundation
import Provenance
import Raster

/// A device whose view of a picture is wanted: a printer on its paper, or a display.
public struct ProofRequest: Sendable {
    /// The device's ICC profile.
    public var profile: URL
    public var intent = SoftProof.Intent.relativeColorimetric
    /// Whether colours that the device cannot show are marked in magenta.
    public var marksOutOfGamut = false

    public init(profile: URL) {
        self.profile = profile
    }

    /// Magenta in any RGB space: hardly a colour of a photograph.
    private static let alarm = SoftProof.Marking.alarm(red: 65_535, green: 0, blue: 65_535)

    /// - Throws: `SoftProofError`.
    func proof(of space: ColorSpace) throws(SoftProofError) -> SoftProof {
        try SoftProof(
            through: profile, of: space, intent: intent, marking: marksOutOfGamut ? Self.alarm : .none)
    }

    /// What the record says of it.
    func report(of proof: SoftProof, outOfGamut: Double) throws -> ProofReport {
        ProofReport(
            profile: profile.lastPathComponent, name: proof.name, sha256: try Digest(ofFile: profile).hexadecimal,
            intent: intent, marked: marksOutOfGamut, outOfGamut: outOfGamut)
    }
}

/// How a picture will look on a device, and how much of it the device cannot show.
public struct ProofReport: Sendable, Codable, Equatable {
    /// The profile's file, its own description and its digest.
    public var profile: String
    public var name: String
    public var sha256: String
    public var intent: SoftProof.Intent
    /// Whether the proof shows in magenta what cannot be shown.
    public var marked: Bool
    /// Share of the picture's pixels, 0…1.
    public var outOfGamut: Double
}

extension ProofReport {
    /// What was asked for, with the device's profile where it is now.
    func request(for profile: URL) -> ProofRequest {
        var request = ProofRequest(profile: profile)
        (request.intent, request.marksOutOfGamut) = (intent, marked)
        return request
    }

    /// One line for people.
    public var summary: String {
        let percent = (outOfGamut * 1000).rounded() / 10
        return "\(name) cannot show \(percent) % of the picture as it is"
    }
}

/// The proof of one picture, alone: what `likeness proof` does.
public struct Proofing: Sendable {
    public var picture: URL
    public var request: ProofRequest
    /// Where the proof goes: TIFF, PNG, WebP, AVIF or JPEG, as its ending says.
    public var output: URL
    public var limits = DecodingLimits.standard
    /// Whether a file that stands at `output` may go; the picture itself never may.
    public var replaces = false

    public init(picture: URL, request: ProofRequest, output: URL) {
        self.picture = picture
        self.request = request
        self.output = output
    }

    /// - Throws: `WorkError`, `RasterError`, `SoftProofError`; nothing is left behind then.
    public func make() async throws -> ProofReport {
        let file = try OutputFile(output, of: picture, replacing: replaces)
        let photograph = try Photograph.open(picture, limits: limits)
        try file.check(fits: photograph.size)
        let proof = try request.proof(of: photograph.colorSpace)
        let found = ProofRows.OutOfGamut()
        try await StagedFile.write(to: output, replacing: replaces) { url in
            try file.write(ProofRows(PhotographRows(photograph), by: proof, counting: found), to: url)
        }
        return try request.report(of: proof, outOfGamut: found.share)
    }
}
