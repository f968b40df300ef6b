import Collections
import Foundation
import Testing

@Suite("Large plans", .serialized)
struct LargePlanTests {
    private static let traits = """
        traits:
          - name: Light
            values: [Day, {value: Grey, recipe: {color_correction: reinhard}}, {value: Raw, recipe: {color_correction: none}}]
          - name: Depth
            values: [Full, {value: Half, recipe: {blend_ratio: 0.5}}, {value: Some, recipe: {blend_ratio: 0.7}}]
          - name: Join
            values: [Soft, {value: Bands, recipe: {blend: multiband}}, {value: Wide, recipe: {mask_blur: 20%}}]

        """

    private static func pictures(_ count: Int, _ prefix: String) -> String {
        (0..<count).map { "  - {name: \"\(prefix)\($0)\", file: \"\(prefix)/\($0).jpg\"}\n" }.joined()
    }

    private static func plan(_ sources: Int, _ targets: Int, _ rest: String) -> String {
        "title: T\nsources:\n\(pictures(sources, "s"))targets:\n\(pictures(targets, "t"))\(rest)"
    }

    static let cases: [(String, String)] = [
        ("a product of 100 and 100", plan(100, 100, "pairing: {mode: product}\n" + traits)),
        ("random pairs of 10,000 and 100", plan(10_000, 100, "pairing: {mode: random, count: 10000}\n" + traits)),
        (
            "10,000 listed, each with an override",
            plan(
                10_000, 10_000,
                "pairing: {mode: zip}\n" + traits + "overrides:\n"
                    + (1...10_000).map { "  \($0): {recipe: {seed: \($0)}, attributes: {A: \($0)}}\n" }.joined())
        ),
    ]

    @Test("ten thousand works are worked out at once", arguments: cases)
    func quick(_ name: String, _ yaml: String) throws {
        let folder = try PlanFolder()
        let file = try folder.write(yaml, "collection.yaml")
        let clock = ContinuousClock()
        var count = 0
        let time = try clock.measure { count = try PlannedCollection(contentsOf: file).works.count }
        #expect(count == 10_000)
        // A machine that is busy with seven other things takes several times as long as an idle one.
        #expect(time < .seconds(10), "\(name)")
        if ProcessInfo.processInfo.environment["LIKENESS_FIGURES"] == "1" { print(name, time, Self.peak) }
    }

    /// The most memory that the process has held, as the kernel tells it.
    private static var peak: String {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        return status.split(separator: "\n").first { $0.hasPrefix("VmHWM") }.map(String.init) ?? ""
    }
}
