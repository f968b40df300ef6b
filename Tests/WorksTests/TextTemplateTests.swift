import Testing
import Works

@Suite("Text templates")
struct TextTemplateTests {
    private static let values = TextTemplate.Values(
        numbers: [.number: 7, .seed: 12], texts: [.year: "2026", .source: "ana"])

    @Test(
        "places are filled, numbers padded, doubled braces stand for themselves",
        arguments: [
            ("Metamorphosis #{number:03}", "Metamorphosis #007"), ("{number}", "7"), ("{seed:1}", "12"),
            ("© {year} {source}", "© 2026 ana"), ("{{number}}", "{number}"), ("a {{}} b", "a {} b"), ("", ""),
            ("{number}{number:02}", "707"), ("中文 {year}", "中文 2026"),
        ])
    func filled(text: String, wanted: String) throws {
        #expect(try TextTemplate(text).text(Self.values) == wanted)
    }

    @Test(
        "what is no place is refused, with the nearest name",
        arguments: [
            ("{nummer}", "number"), ("{number:}", "width"), ("{number:0}", "width"), ("{number:21}", "width"),
            ("{year:04}", "width"), ("{", "stands alone"), ("}", "stands alone"), ("{number", "stands alone"),
            ("{}", "places are"), ("{{}", "stands alone"),
        ])
    func refused(text: String, part: String) {
        let problem = #expect(throws: TextTemplate.Problem.self) { try TextTemplate(text) }
        #expect(problem?.description.contains(part) == true)
    }

    @Test("a place for which nothing is known is named")
    func missing() throws {
        #expect(throws: TextTemplate.MissingValue(variable: .target)) {
            try TextTemplate("{target}").text(Self.values)
        }
    }
}
