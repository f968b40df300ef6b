import Foundation
import Works

/// A finished work in words.
struct WorkReport {
    private let work: Work
    private let folder: String

    init(_ work: Work, at url: URL) {
        self.work = work
        folder = url.relativePath
    }

    /// The files of the work.
    var summary: String {
        var table = Table(["file", "size", "bits", "bytes"])
        for file in work.record.files {
            table.add([
                "\(folder)/\(file.file)", "\(file.width)×\(file.height)", "\(file.depth)", file.bytes.formatted(),
            ])
        }
        return table.text
    }

    /// What a person should know: warnings, exchanged models, files that are not what was asked for.
    var remarks: [String] {
        let record = work.record
        return record.warnings
            + record.substitutions.map { "\($0.key): \"\($0.used)\" was taken in place of \"\($0.asked)\"" }
            + record.files.compactMap { file in file.note.map { "\(file.file): \($0)" } }
            + [record.proof?.summary].compactMap { $0 }
            + (work.newCredentials.map {
                [
                    "credentials of your own were made in \($0.path), without a name; to have one, move the folder away and "
                        + "run: likeness credentials init --name NAME"
                ]
            } ?? [])
            + (record.commercialUse ? [] : ["a model that took part forbids commercial use: the work may not be sold"])
    }

    /// Faces, figures of every step and times.
    func details(took: Duration) -> String {
        let record = work.record
        var lines: [String] = []
        for (role, inputs) in [("source", record.sources), ("target", [record.target])] {
            for input in inputs {
                let size =
                    "\(input.width)×\(input.height), \(input.depth) bits, \(input.profile.name) (\(input.profile.origin))"
                lines.append("\(role) \(input.file): \(size)")
                lines += input.faces.filter(\.chosen).map { "  face \($0.index): \($0.words)" }
            }
        }
        for step in record.steps {
            let figures = step.figures.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.brief)" }
            lines.append("\(step.step)\(step.face.map { " (face \($0))" } ?? ""): " + figures.joined(separator: ", "))
        }
        lines.append(
            "engine: \(record.engine.name) \(record.engine.version), \(record.engine.device), \(record.engine.precision)"
        )
        lines += record.models.map { "model: \($0.name), \($0.licence)" }
        let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
        lines.append("took \(String(format: "%.2f", seconds)) s")
        return lines.joined(separator: "\n")
    }
}

extension FaceReport {
    /// Pose and quality, rounded for people.
    fileprivate var words: String {
        "yaw \(Double(pose.yaw).brief)°, pitch \(Double(pose.pitch).brief)°, roll \(Double(pose.roll).brief)°, "
            + "\(Int(box.width.rounded())) px wide, sharpness \(Double(quality.sharpness).brief)"
    }
}

extension Double {
    /// Up to three digits that count.
    var brief: String {
        formatted(
            .number.precision(.significantDigits(1...3)).grouping(.never).locale(.init(identifier: "en_US_POSIX")))
    }
}
