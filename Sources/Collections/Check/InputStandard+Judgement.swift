import Faces
import Foundation

extension InputStandard {
    /// What is to be said of a picture by its own figures.
    /// - Parameter gate: the score from which on works refuse it.
    func findings(on figures: PictureFigures, as role: CheckedPicture.Role, gate: Float) -> [CheckFinding] {
        var findings = profile(of: figures) + enlargement(of: figures, as: role)
        if let score = figures.contentScore, !(score < gate) {
            findings.append(
                CheckFinding(
                    .failure, .content,
                    "is taken for not safe for work (score \(score.hundredths), refused from \(gate.hundredths) on). Give "
                        + "another picture; nsfw_threshold may be raised where it errs."))
        }
        switch role {
        case .source: findings += size(of: figures) + source(figures)
        case .target: findings += target(figures)
        case .reference:
            if figures.faces.isEmpty { findings.append(Self.noFace) }
        }
        return findings
    }

    private static let noFace = CheckFinding(
        .failure, .faces,
        "shows no face that is found. Give a picture with a face that is at least 40 pixels wide, or a 66th of its longer "
            + "side where that is more, and not covered.")

    // MARK: - Sources

    private func size(of figures: PictureFigures) -> [CheckFinding] {
        let (long, short) = (max(figures.width, figures.height), min(figures.width, figures.height))
        guard long < sourceLongSide || short < sourceShortSide else { return [] }
        return [
            CheckFinding(
                .failure, .size,
                "is \(figures.width)×\(figures.height), less than \(sourceLongSide)×\(sourceShortSide). Get the original; "
                    + "enlarging it adds nothing that a source needs.")
        ]
    }

    private func source(_ figures: PictureFigures) -> [CheckFinding] {
        guard let face = figures.mainFace else { return [Self.noFace] }
        var findings: [CheckFinding] = []
        if figures.faces.count > 1 {
            findings.append(
                CheckFinding(
                    .failure, .faces,
                    "shows \(figures.faces.count) faces, where a source shows one. Crop it to the one who is meant, or take "
                        + "another picture."))
        }
        for (angle, limit, name, advice) in [
            (face.pose.yaw, sourceYaw, "turned", "to a side"), (face.pose.pitch, sourcePitch, "tilted", "up or down"),
        ] where !(abs(angle) <= limit) {
            findings.append(
                CheckFinding(
                    .failure, .pose,
                    "the head is \(name) \(abs(angle).whole)° \(advice), more than \(limit.whole)°. Take a picture that looks "
                        + "into the camera."))
        }
        return findings + quality(of: face) + remarks(on: face, leavingOut: [.turned, .tilted])
    }

    // MARK: - Targets

    private func target(_ figures: PictureFigures) -> [CheckFinding] {
        guard let face = figures.mainFace else { return [Self.noFace] }
        var findings: [CheckFinding] = []
        if !(face.share > targetFaceShare), targetFaceShare > 0 {
            findings.append(
                CheckFinding(
                    .failure, .faceShare,
                    "the face takes \(face.share.percent) of the height, where it should take more than "
                        + "\(targetFaceShare.percent). Crop the picture closer, or take another."))
        }
        return findings + quality(of: face) + remarks(on: face, leavingOut: [])
    }

    // MARK: - Both

    private func quality(of face: FaceFigures) -> [CheckFinding] {
        var findings: [CheckFinding] = []
        if face.quality.sharpness < sharpness {
            findings.append(
                CheckFinding(
                    .failure, .sharpness,
                    "the face is not sharp (\(face.quality.sharpness.hundredths), at least \(sharpness.hundredths)). Take a "
                        + "picture in focus, or one in which the face is larger; sharpening does not help."))
        }
        if face.quality.clipped > clipped {
            findings.append(
                CheckFinding(
                    .failure, .clipped,
                    "\(face.quality.clipped.percent) of the face is plain black or white, more than \(clipped.percent). "
                        + "Develop it anew from the raw file, or take another picture."))
        }
        for (concern, word, way) in [(FaceFitness.Concern.dark, "dark", "brighter"), (.bright, "bright", "darker")] {
            guard let reason = face.reasons.first(where: { $0.concern == concern }) else { continue }
            // Deep and light skin have means of their own: only what no skin has in good light is a failure.
            findings.append(
                CheckFinding(
                    reason.isSevere ? .failure : .warning, .exposure,
                    "the face is \(reason.isSevere ? "far too" : "rather") \(word) (mean \(face.quality.exposure.hundredths)). "
                        + "Develop it \(way), if that is not how the light was meant."))
        }
        return findings
    }

    /// What speaks against a face beside the standard.
    private func remarks(on face: FaceFigures, leavingOut: Set<FaceFitness.Concern>) -> [CheckFinding] {
        face.reasons.filter { !leavingOut.contains($0.concern) }.compactMap { reason in
            let degree = reason.isSevere ? "far too" : "rather"
            return switch reason.concern {
            case .small:
                CheckFinding(
                    .warning, .faceSize,
                    "the face is \(degree) small (\(face.box.width.whole)×\(face.box.height.whole) pixels). It will look soft "
                        + "in a print.")
            case .cutByBorder:
                CheckFinding(.warning, .border, "the border cuts the face. Take a picture that shows it whole.")
            case .turned:
                CheckFinding(
                    .warning, .pose,
                    "the head is turned \(abs(face.pose.yaw).whole)° to a side. The far cheek will be guessed.")
            case .tilted:
                CheckFinding(
                    .warning, .pose,
                    "the head is tilted \(abs(face.pose.pitch).whole)° up or down. Look at the works twice.")
            case .blurred, .dark, .bright, .clipped: nil
            }
        }
    }

    private func profile(of figures: PictureFigures) -> [CheckFinding] {
        let profile = figures.profile
        switch profile.origin {
        case "embedded": return []
        case "assumed" where profile.isContradicted:
            return [
                CheckFinding(
                    .failure, .profile,
                    "has no profile, and its header says that its colours are Adobe RGB's. Save it with that profile: taken as "
                        + "sRGB its colours are dull.")
            ]
        case "assumed" where figures.depth == 16:
            return [
                CheckFinding(
                    .warning, .profile,
                    "has no profile and 16 bits, which few programs write for sRGB. Save it with its profile, or let --fix tag "
                        + "it as sRGB, which it is taken for.")
            ]
        case "assumed":
            return [CheckFinding(.note, .profile, "has no profile and is taken as sRGB.")]
        case "converted from CMYK":
            return [
                CheckFinding(
                    .failure, .profile,
                    "is made for a press (CMYK), whose colours are fewer. Get the RGB original, or let --fix convert it to "
                        + "\(profile.name).")
            ]
        case "converted from grey":
            return [CheckFinding(.warning, .profile, "has no colours: what is made of it will be grey there.")]
        default:
            return [
                CheckFinding(
                    .note, .profile,
                    "is \(profile.origin) to \(profile.name), since no matrix can stand for its profile.")
            ]
        }
    }

    private func enlargement(of figures: PictureFigures, as role: CheckedPicture.Role) -> [CheckFinding] {
        guard role != .reference, let signs = figures.enlargement else { return [] }
        return [
            CheckFinding(
                .warning, .enlarged,
                "\(signs), which hardens into the result. Give the picture as it was, and enlarge the work with upsampler."
            )
        ]
    }
}

extension Float {
    /// `12`; what is no number says so.
    fileprivate var whole: String { isFinite ? "\(Int(rounded()))" : "\(self)" }

    /// `0.35`
    fileprivate var hundredths: String { String(format: "%.2f", Double(self)) }

    /// `32 %`; below ten with a tenth.
    fileprivate var percent: String {
        self < 0.1 ? String(format: "%.1f %%", Double(self) * 100) : "\((self * 100).whole) %"
    }
}
