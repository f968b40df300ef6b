import Faces
import Foundation
import Provenance
import Raster
import Works

/// One look at a picture's file: everything that is measured, nothing that is judged.
struct PictureExamination: Sendable {
    /// What the picture is in the plan. One file may be several things.
    struct Use: Sendable {
        /// Position among the report's pictures.
        var position: Int
        var role: FaceFitness.Role
        /// Which face works take.
        var selection: FaceSelection
        var order: FaceOrder?
        /// The score from which on the gate refuses it.
        var gate: Float
    }

    var url: URL
    var uses: [Use]

    /// The figures for each use. Blocks; the picture is let go of before it returns.
    /// - Parameter copies: where the small copy goes; nil for none.
    /// - Throws: `RasterError`, `DigestError` when the picture cannot be read; what the parts throw.
    func figures(with parts: CheckParts, copies: SmallCopies?) throws -> [PictureFigures] {
        let photograph = try Photograph.open(url, limits: parts.limits)
        let digest = try Digest(ofFile: url)
        guard let header = PictureHeader(of: url) else {
            throw RasterError.unknownFormat(file: url.lastPathComponent)
        }
        let faces = try parts.finder.analyse(photograph)
        try copies?.write(photograph, named: digest)
        let figures = PictureFigures(
            bytes: try url.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0, sha256: digest.hexadecimal,
            format: header.format.rawValue, width: photograph.size.width, height: photograph.size.height,
            depth: photograph.fileDepth, profile: PictureFigures.Profile(photograph, header: header),
            isTurned: header.orientation != 1, enlargement: EnlargementTraces(of: photograph, at: url).words,
            contentScore: try parts.scorer?.score(of: photograph), fingerprint: Fingerprint(of: photograph),
            faces: [], main: nil)
        return uses.map { use in
            var figures = figures
            figures.faces = faces.map { FaceFigures($0, as: use.role, in: photograph.size) }
            // The best stands in where the recipe's own is not there: the composer will say so.
            figures.main = use.selection.choose(faces, order: use.order).first ?? (faces.isEmpty ? nil : 0)
            return figures
        }
    }
}

extension PictureFigures.Profile {
    fileprivate init(_ photograph: Photograph, header: PictureHeader) {
        name = photograph.colorSpace.name
        origin = photograph.profileOrigin.text
        isContradicted = photograph.profileOrigin == .assumed && header.claimsAdobeRGB
    }
}
