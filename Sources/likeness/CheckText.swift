import Collections
import Foundation

/// A check's report for a terminal: a line for each picture, then what is to be said of each.
struct CheckText {
    private let report: CheckReport
    private let pictures: [CheckedPicture]

    init(_ report: CheckReport, showsOnlyFailing: Bool) {
        self.report = report
        pictures = report.pictures.filter { $0.isFailure || !showsOnlyFailing }
    }

    var text: String {
        var table = Table([
            "role", "name", "file", "size", "profile", "faces", "yaw", "pitch", "share", "sharp", "exposure", "clipped",
            "verdict",
        ])
        for picture in pictures { table.add(Self.row(of: picture)) }
        var blocks = pictures.isEmpty ? [] : [table.text]
        let findings = pictures.compactMap { picture -> String? in
            let grave = picture.findings.filter { $0.severity != .note }
            guard !grave.isEmpty else { return nil }
            return (["\(picture.role.rawValue) \(picture.file)"] + grave.map(Self.line)).joined(separator: "\n")
        }
        if !findings.isEmpty { blocks.append(findings.joined(separator: "\n")) }
        if !notes.isEmpty { blocks.append((["notes"] + notes).joined(separator: "\n")) }
        if !report.findings.isEmpty {
            blocks.append((["the collection"] + report.findings.map(Self.line)).joined(separator: "\n"))
        }
        let totals = report.totals
        blocks.append(
            "\(Self.count(totals.pictures, "picture")): \(totals.failing) fail, \(totals.warned) with warnings; "
                + "\(Self.count(totals.failures, "failure")), \(Self.count(totals.warnings, "warning")), "
                + Self.count(totals.notes, "note"))
        return blocks.joined(separator: "\n\n")
    }

    /// What many pictures have in common is said once.
    private var notes: [String] {
        var files: [CheckFinding: [String]] = [:]
        var order: [CheckFinding] = []
        for picture in pictures {
            for note in picture.findings where note.severity == .note {
                if files[note] == nil { order.append(note) }
                files[note, default: []].append("\(picture.role.rawValue) \(picture.file)")
            }
        }
        return order.map { note in
            let files = files[note, default: []]
            let names = files.count <= Self.mostNamed ? files.joined(separator: ", ") : "\(files.count) pictures"
            return "  \(names): \(note.rule.rawValue.replacing("_", with: " ")): \(note.words)"
        }
    }

    private static let mostNamed = 3

    /// What became of the copies.
    static func lines(of repair: InputRepair.Report, in folder: URL) -> String {
        var lines = repair.copies.map { copy in
            "\(copy.from) → \(folder.appending(path: copy.to).relativePath): "
                + (copy.changes.isEmpty ? "as it was" : copy.changes.joined(separator: ", "))
        }
        if !repair.left.isEmpty {
            lines.append("no copy can mend:")
            lines += repair.left.map { "  \($0.file): \($0.finding.words)" }
        }
        lines.append(folder.appending(path: repair.plan).relativePath)
        return "\n" + lines.joined(separator: "\n")
    }

    private static func row(of picture: CheckedPicture) -> [String] {
        var row = [picture.role.rawValue, picture.name, picture.file]
        if let figures = picture.figures {
            row += ["\(figures.width)×\(figures.height)", figures.profile.name, "\(figures.faces.count)"]
            if let face = figures.mainFace {
                row += [
                    degrees(face.pose.yaw), degrees(face.pose.pitch), percent(face.share),
                    String(format: "%.2f", Double(face.quality.sharpness)),
                    String(format: "%.2f", Double(face.quality.exposure)), percent(face.quality.clipped),
                ]
            }
        }
        return row + [String](repeating: "", count: 12 - row.count) + [picture.severity?.rawValue ?? "good"]
    }

    private static func line(_ finding: CheckFinding) -> String {
        "  \(finding.severity.rawValue): \(finding.rule.rawValue.replacing("_", with: " ")): \(finding.words)"
    }

    private static func percent(_ value: Float) -> String { String(format: "%.1f %%", Double(value) * 100) }

    private static func degrees(_ value: Float) -> String { value.isFinite ? "\(Int(value.rounded()))°" : "?" }

    private static func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
}
