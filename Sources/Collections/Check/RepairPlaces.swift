import Raster

/// Where each picture's copy goes: `sources/source_ana.jpg`.
struct RepairPlaces {
    /// Relative to the folder of copies, in the order of the check's pictures.
    private(set) var paths: [String] = []
    private var positions: [Key: String] = [:]

    private struct Key: Hashable {
        var role: CheckedPicture.Role
        var name: String
        var file: String
    }

    init(for pictures: [CheckedPicture], standard: InputStandard) {
        var parts: [String: Int] = [:]
        for picture in pictures where picture.role == .source { parts[picture.name, default: 0] += 1 }
        var begun: [String: Int] = [:]
        // Some file systems do not tell capitals.
        var taken: Set<String> = []
        for picture in pictures {
            let isOneOfSeveral = picture.role == .source && parts[picture.name, default: 0] > 1
            if isOneOfSeveral { begun[picture.name, default: 0] += 1 }
            let old = InputNaming.parts(of: picture.fileName)
            var stem = InputNaming.portable(old.stem)
            if let naming = InputNaming(standard.naming(of: picture.role)),
                !naming.holds(stem, for: picture.name, isOneOfSeveral: isOneOfSeveral)
            {
                stem = naming.stem(for: picture.name, part: isOneOfSeveral ? begun[picture.name] : nil)
            }
            let ending = Self.ending(of: picture, old: old.ending)
            let start = "\(picture.role.folder)/\(stem)"
            var path = "\(start).\(ending)"
            var number = 2
            while !taken.insert(path.lowercased()).inserted {
                path = "\(start)_\(number).\(ending)"
                number += 1
            }
            paths.append(path)
            positions[Key(role: picture.role, name: picture.name, file: picture.file)] = path
        }
    }

    /// The place of one of the plan's pictures.
    func path(of file: String, in role: CheckedPicture.Role, name: String) -> String {
        positions[Key(role: role, name: name, file: file)] ?? file
    }

    /// The last name of a path.
    static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    private static func ending(of picture: CheckedPicture, old: String) -> String {
        guard let figures = picture.figures, let format = ImageFormat(rawValue: figures.format) else {
            return old.isEmpty ? "jpg" : old.lowercased()
        }
        if figures.needsConversion { return "png" }
        return format.endings.contains(old.lowercased()) ? old.lowercased() : format.endings[0]
    }
}

extension CheckedPicture.Role {
    fileprivate var folder: String {
        switch self {
        case .source: "sources"
        case .target: "targets"
        case .reference: "references"
        }
    }
}

extension PictureFigures {
    /// Whether a copy has other pixels or another profile. What has a profile keeps it; colours that the header calls
    /// others than sRGB's, and does not name, cannot be converted.
    var needsConversion: Bool {
        isTurned || (!profile.isContradicted && Self.converted.contains(profile.origin))
    }

    private static let converted = ["assumed", "converted from grey", "converted from CMYK"]
}
