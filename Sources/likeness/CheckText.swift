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
        let findings = pictures.filter { !$0.findings.isEmpty }.map { picture in
            ([picture.file] + picture.findings.map(Self.line)).joined(separator: "\n")
        }
        if !findings.isEmpty { blocks.append(findings.joined(separator: "\n")) }
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
                    degrees(face.pose.yaw), degrees(face.pose.pitch), (Double(face.share) * 100).brief + " %",
                    Double(face.quality.sharpness).brief, Double(face.quality.exposure).brief,
                    (Double(face.quality.clipped) * 100).brief + " %",
                ]
            }
        }
        return row + [String](repeating: "", count: 12 - row.count) + [picture.severity?.rawValue ?? "good"]
    }

    private static func line(_ finding: CheckFinding) -> String {
        "  \(finding.severity.rawValue): \(finding.rule.rawValue.replacing("_", with: " ")): \(finding.words)"
    }

    private static func degrees(_ value: Float) -> String { value.isFinite ? "\(Int(value.rounded()))°" : "?" }

    private static func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
}
