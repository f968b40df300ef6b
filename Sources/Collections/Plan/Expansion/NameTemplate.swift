import Foundation

/// The name of a work's folder: `{number}_{source}`.
struct NameTemplate {
    private enum Piece {
        case text(String)
        case number, source, target
    }

    private static let places: [String: Piece] = ["number": .number, "source": .source, "target": .target]

    private var pieces: [Piece] = []
    private let digits: Int
    /// What is wrong with it, as a sentence; nil when nothing is.
    private(set) var problem: String?

    init(_ numbering: PlanNumbering) {
        digits = numbering.digits
        var rest = Substring(numbering.name)
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            pieces.append(.text(String(rest[..<brace])))
            let after = rest[rest.index(after: brace)...]
            guard rest[brace] == "{", let end = after.firstIndex(of: "}") else {
                problem = "found a brace that stands alone. \(Self.advice)"
                return
            }
            guard let piece = Self.places[String(after[..<end])] else {
                let nearest = Self.places.keys.nearest(to: String(after[..<end])).map { "Did you mean {\($0)}?" }
                problem = "there is no place {\(after[..<end])}. \(nearest ?? Self.advice)"
                return
            }
            pieces.append(piece)
            rest = after[after.index(after: end)...]
        }
        pieces.append(.text(String(rest)))
    }

    private static let advice = "The places are {number}, {source} and {target}."

    func name(number: Int, source: String, target: String) -> String {
        pieces.reduce(into: "") { name, piece in
            switch piece {
            case .text(let text): name += text
            case .source: name += source
            case .target: name += target
            case .number:
                let text = String(number)
                name += String(repeating: "0", count: max(0, digits - text.count)) + text
            }
        }
    }
}
