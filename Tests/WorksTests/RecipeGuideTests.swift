import Foundation
import Testing
import Works

@Suite("Recipe guide")
struct RecipeGuideTests {
    @Test("docs/recipe.md has a row for every key, with its range, default and meaning, and no other")
    func rows() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let url = root.appending(path: "docs/recipe.md")
        let guide = try String(contentsOf: url, encoding: .utf8)
        let head = "| key | takes | default | meaning |\n|---|---|---|---|\n"
        let table = try #require(guide.range(of: head))
        let end = try #require(guide.range(of: "\n\n", range: table.upperBound..<guide.endIndex))
        let rows = guide[table.upperBound..<end.lowerBound].split(separator: "\n").map(String.init)
        guard case .object(let defaults) = Recipe().json else {
            Issue.record("a recipe is an object")
            return
        }
        let expected = RecipeField.all.map { field in
            let names = "`\(field.key)`" + (field.alias.map { " (or `\($0)`)" } ?? "")
            return "| \(names) | \(field.accepts) | `\(defaults[field.key]?.text(.compact) ?? "")` | \(field.meaning) |"
        }
        if ProcessInfo.processInfo.environment["LIKENESS_RECORD"] == "1" {
            let text = guide.replacingCharacters(
                in: table.upperBound..<end.lowerBound, with: expected.joined(separator: "\n"))
            try text.write(to: url, atomically: true, encoding: .utf8)
            return
        }
        for (row, agreed) in zip(rows, expected) { #expect(row == agreed) }
        #expect(rows.count == expected.count)
    }
}
