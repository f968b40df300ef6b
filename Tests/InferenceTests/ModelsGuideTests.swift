import Foundation
import Inference
import Testing

@Suite("Models guide")
struct ModelsGuideTests {
    private static let guide = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/models.md")

    /// The rows of docs/models.md below `head`, or with `LIKENESS_RECORD=1` written anew.
    private func compare(_ head: String, _ expected: [String]) throws {
        let text = try String(contentsOf: Self.guide, encoding: .utf8)
        let table = try #require(text.range(of: head))
        let end = try #require(text.range(of: "\n\n", range: table.upperBound..<text.endIndex))
        if ProcessInfo.processInfo.environment["LIKENESS_RECORD"] == "1" {
            let rows = expected.joined(separator: "\n")
            try text.replacingCharacters(in: table.upperBound..<end.lowerBound, with: rows)
                .write(to: Self.guide, atomically: true, encoding: .utf8)
            return
        }
        let rows = text[table.upperBound..<end.lowerBound].split(separator: "\n").map(String.init)
        for (row, agreed) in zip(rows, expected) { #expect(row == agreed) }
        #expect(rows.count == expected.count)
    }

    @Test("docs/models.md has a row for every family and every model, with its licence, and no other")
    func rows() throws {
        try compare(
            "| family | task | crop |\n|---|---|---|\n",
            ModelFamily.all.map { family in
                let tasks = family.tasks.map { $0.rawValue.replacing("_", with: " ") }.joined(separator: ", ")
                let template = family.crop.template.map { " over \($0)" } ?? ""
                let crop = family.crop.side == 1 ? "none" : "\(family.crop.side)\(template)"
                return "| \(family.name) | \(tasks) | \(crop) |"
            })
        try compare(
            "| model | task | file | licence | holder | works may be sold |\n|---|---|---|---|---|---|\n",
            ModelManifest.builtIn().models.map { entry in
                let licence = entry.licence
                return "| \(entry.name) | \(entry.task.rawValue.replacing("_", with: " ")) | \(entry.file) "
                    + "| \(licence.name) | \(licence.holder) | \(licence.commercialUse ? "yes" : "no") |"
            })
    }
}
