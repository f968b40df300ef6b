import Provenance

/// A text with places to be filled: `Metamorphosis #{number:03}`.
///
/// A place is a variable's name in braces, with a width after a colon where numbers are padded with zeros. `{{` and
/// `}}` stand for the braces themselves.
package struct TextTemplate: Sendable, Equatable {
    /// What a place can name.
    package enum Variable: String, Sendable, CaseIterable {
        case number, seed, title, artist, source, target, date, year
    }

    /// Why a text is no template.
    package struct Problem: Error, Sendable, Equatable, CustomStringConvertible {
        package var description: String
    }

    /// What the places are filled with.
    package struct Values: Sendable {
        package var numbers: [Variable: UInt64]
        package var texts: [Variable: String]

        package init(numbers: [Variable: UInt64], texts: [Variable: String]) {
            self.numbers = numbers
            self.texts = texts
        }
    }

    /// Wider numbers than any series has.
    private static let widest = 20

    private enum Piece: Sendable, Equatable {
        case text(String)
        case place(Variable, width: Int?)
    }

    private var pieces: [Piece] = []

    /// - Throws: `Problem` with the place that is wrong.
    package init(_ text: String) throws(Problem) {
        var rest = Substring(text)
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            add(rest[..<brace])
            let after = rest[rest.index(after: brace)...]
            if after.first == rest[brace] {
                add(rest[brace...brace])
                rest = after.dropFirst()
                continue
            }
            guard rest[brace] == "{", let end = after.firstIndex(of: "}") else {
                throw Problem(description: "a brace that stands alone (write {{ or }} for the brace itself)")
            }
            pieces.append(try Self.place(after[..<end]))
            rest = after[after.index(after: end)...]
        }
        add(rest)
    }

    /// The variables that the text names.
    package var variables: Set<Variable> {
        Set(
            pieces.compactMap { piece in
                if case .place(let variable, _) = piece { variable } else { nil }
            })
    }

    /// The text with every place filled.
    /// - Throws: the first variable that has no value.
    package func text(_ values: Values) throws(MissingValue) -> String {
        var result = ""
        for piece in pieces {
            switch piece {
            case .text(let text): result += text
            case .place(let variable, let width):
                if let number = values.numbers[variable] {
                    let digits = String(number)
                    result += String(repeating: "0", count: max(0, (width ?? 0) - digits.count)) + digits
                } else if let text = values.texts[variable] {
                    result += text
                } else {
                    throw MissingValue(variable: variable)
                }
            }
        }
        return result
    }

    /// A place for which nothing is known.
    package struct MissingValue: Error, Sendable, Equatable {
        package var variable: Variable

        package init(variable: Variable) {
            self.variable = variable
        }
    }

    private mutating func add(_ text: Substring) {
        guard !text.isEmpty else { return }
        if case .text(let before) = pieces.last {
            pieces[pieces.count - 1] = .text(before + text)
        } else {
            pieces.append(.text(String(text)))
        }
    }

    private static func place(_ text: Substring) throws(Problem) -> Piece {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let names = Variable.allCases.map(\.rawValue)
        guard let variable = Variable(rawValue: String(parts[0])) else {
            let advice = names.nearest(to: String(parts[0])).map { "did you mean {\($0)}?" }
            throw Problem(description: "{\(text)} (\(advice ?? "the places are \(names.joined(separator: ", "))"))")
        }
        guard parts.count > 1 else { return .place(variable, width: nil) }
        guard parts.count == 2, [.number, .seed].contains(variable),
            let width = Int(parts[1]), (1...widest).contains(width)
        else {
            throw Problem(description: "{\(text)} (a width is for number and seed, from 1 to \(widest): {number:03})")
        }
        return .place(variable, width: width)
    }
}
