import Faces
import Provenance
import Raster

/// What a person should know about the pictures that they gave, in sentences; none of it stops the work.
package enum Warnings {
    /// A source this much smaller than the target's face leaves it visibly soft.
    static let largestEnlargement: Float = 1.5

    static func of(_ sources: [SourceReport], and target: Composer.Input) -> [String] {
        var warnings = sources.flatMap(\.warnings) + of(target, as: .target)
        let widest = sources.map(\.widestFace).max() ?? 0
        for index in target.chosen where widest > 0 {
            let ratio = target.faces[index].box.width / widest
            if ratio > largestEnlargement {
                let tenths = Int(ratio * 10)
                warnings.append(
                    "\(target.file): face \(index) is \(tenths / 10).\(tenths % 10) times as large as the source's, "
                        + "which will look soft")
            }
        }
        return warnings
    }

    /// Of the record of rights, which is asked for before a work is published.
    static func of(_ rights: RightsCheck?) -> [String] {
        guard let rights else {
            return [
                "there is no record of rights, without which verify does not hold: say who is shown and by what right with "
                    + "likeness rights add, and give it with --rights"
            ]
        }
        return rights.remarks.map { "\(RightsRecord.fileName): \($0)" }
    }

    /// Parts of the face that a swapper took from the target, because no source shows them.
    /// - Parameter figures: of the step `mask`.
    package static func ofBorrowing(_ figures: [String: Double], face: Int) -> [String] {
        guard let share = figures["borrowed"], share > leastBorrowed else { return [] }
        return [
            "face \(face): \(Int((share * 100).rounded())) % of it, the nose or a part of it, stays the target's: the source "
                + "turns it away or has it in a hard shadow. Give another photograph with a second --source"
        ]
    }

    /// Share of a face below which nobody would miss what is borrowed.
    private static let leastBorrowed = 0.01

    /// A mask that lets hardly anything of a face through.
    /// - Parameter figures: of the step `mask`.
    package static func ofMask(_ figures: [String: Double], face: Int) -> [String] {
        guard let area = figures["area_px"], let width = figures["face_width_px"], width > 0 else { return [] }
        // A face is about as large as the square on its width: its outline is an ellipse a third higher than wide.
        let share = area / (width * width)
        guard share < leastMasked else { return [] }
        return [
            "face \(face): the mask lets \(Int((share * 100).rounded())) % of it through, so that little or nothing of the "
                + "source shows: make mask_padding smaller, or ask for more with mask_types, mask_areas and mask_regions"
        ]
    }

    /// Share of a face below which a mask is hardly meant: a mouth alone is about as large.
    private static let leastMasked = 0.05

    static func of(_ input: Composer.Input, as role: FaceFitness.Role) -> [String] {
        var warnings: [String] = []
        switch input.photograph.profileOrigin {
        case .embedded: break
        case .assumed: warnings.append("\(input.file): has no colour profile and is taken as sRGB")
        case .converted(let kind):
            warnings.append("\(input.file): was converted from \(kind) to \(input.photograph.colorSpace.name)")
        }
        warnings += input.photograph.remarks.map { "\(input.file): \($0)" }
        if let signs = input.traces?.words {
            warnings.append(
                "\(input.file): \(signs), which hardens into the result: give the picture as it was, and enlarge the work "
                    + "with --upsampler")
        }
        for index in input.chosen {
            let reasons = input.faces[index].fitness(as: role, in: input.photograph.size).reasons
            guard !reasons.isEmpty else { continue }
            let words = reasons.map { ($0.isSevere ? "far too " : "rather ") + $0.concern.words }
            warnings.append("\(input.file): face \(index) is \(words.joined(separator: ", "))")
        }
        return warnings
    }
}

extension FaceFitness.Concern {
    /// Completes "rather …".
    package var words: String {
        switch self {
        case .small, .blurred, .dark, .bright, .clipped, .tilted: rawValue
        case .turned: "turned away"
        case .cutByBorder: "cut by the border"
        }
    }
}

extension Composer.Input {
    /// What the work's record says of the picture.
    var record: WorkRecord.Input {
        WorkRecord.Input(
            file: file, bytes: bytes, sha256: digest.hexadecimal, width: photograph.size.width,
            height: photograph.size.height, depth: photograph.fileDepth,
            profile: WorkRecord.Profile(name: photograph.colorSpace.name, origin: photograph.profileOrigin.text),
            enlargement: traces?.factor,
            contentScore: contentScore, digitalSourceType: sourceType?.rawValue,
            faces: faces.enumerated().map {
                FaceReport($1, index: $0, chosen: chosen.contains($0), in: photograph.size)
            })
    }
}

extension Photograph.ProfileOrigin {
    /// As records say it.
    package var text: String {
        switch self {
        case .embedded: "embedded"
        case .assumed: "assumed"
        case .converted(let kind): "converted from \(kind)"
        }
    }
}
