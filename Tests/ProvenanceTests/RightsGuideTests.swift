import Foundation
import Provenance
import Testing

@Suite("Rights guide")
struct RightsGuideTests {
    @Test("the example in docs/rights.md is a record, and nothing in it contradicts itself")
    func example() throws {
        let guide = try guide()
        let start = try #require(guide.range(of: "```json\n"))
        let end = try #require(guide.range(of: "```", range: start.upperBound..<guide.endIndex))
        let record = try RightsRecord(text: Array(guide[start.upperBound..<end.lowerBound].utf8))
        let inputs = record.entries.compactMap { entry in
            entry.file.flatMap { file in
                entry.sha256.map { RightsInput(role: entry.role, file: file, sha256: $0) }
            }
        }
        let day = try #require(CalendarDay("2026-11-24"))
        let folder = try TemporaryFolder()
        let findings = record.check(
            against: inputs, models: record.models, for: [.nft], on: day, evidenceIn: folder.url)
        // Its papers lie nowhere; all else is in order.
        #expect(Set(findings.map(\.code)) == [.evidenceMissing])
    }

    @Test("docs/rights.md has a row for every role, basis, use and finding")
    func rows() throws {
        let guide = try guide()
        let names =
            RightsRole.allCases.map(\.rawValue) + RightsBasis.allCases.map(\.rawValue)
            + RightsUse.allCases.map(\.rawValue) + RightsFinding.Code.allCases.map(\.rawValue)
        for name in names { #expect(guide.contains("\n| `\(name)` |"), "\(name)") }
    }

    private func guide() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "docs/rights.md"), encoding: .utf8)
    }
}
