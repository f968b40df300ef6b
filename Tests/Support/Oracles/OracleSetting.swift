/// A value that a stage of the reference is told, written as a literal: `["family": "inswapper_128", "weight": 0.5]`.
package enum OracleSetting: Sendable, Encodable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral
{
    case text(String)
    case number(Double)
    case integer(Int)
    case list([OracleSetting])

    package init(stringLiteral value: String) { self = .text(value) }
    package init(integerLiteral value: Int) { self = .integer(value) }
    package init(floatLiteral value: Double) { self = .number(value) }
    package init(arrayLiteral elements: OracleSetting...) { self = .list(elements) }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .list(let values): try container.encode(values)
        }
    }
}
