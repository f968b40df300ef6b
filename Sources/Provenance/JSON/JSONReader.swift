/// What is wrong with a JSON text, and where.
public enum JSONError: Error, Sendable, Equatable {
    /// Lines and columns count from 1; columns count bytes.
    case syntax(line: Int, column: Int, problem: String)
    case duplicateKey(path: JSONPath)
}

/// The way to a value inside a JSON text: `$.output_resolution[1]`.
public struct JSONPath: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    public static let root = JSONPath(description: "$")

    private init(description: String) {
        self.description = description
    }

    public func key(_ key: String) -> JSONPath {
        let isPlain = !key.isEmpty && key.utf8.allSatisfy { isWord($0) } && !(key.utf8.first.map(isDigit) ?? true)
        return JSONPath(description: description + (isPlain ? ".\(key)" : "[\(JSONValue.string(key).text(.compact))]"))
    }

    public func index(_ index: Int) -> JSONPath {
        JSONPath(description: "\(description)[\(index)]")
    }
}

/// Reads JSON as RFC 8259 has it and no more: no comments, no trailing commas, no NaN, no key twice.
///
/// Foundation's reader keeps one of two equal keys and says nothing; a recipe must not be read by chance.
package struct JSONReader {
    /// Deeper nesting than any of our files has, and far from the end of the stack.
    static let deepest = 64

    private let bytes: [UInt8]
    private var position = 0

    package static func value(of bytes: [UInt8]) throws(JSONError) -> JSONValue {
        var reader = JSONReader(bytes: bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.position = 3 }
        let value = try reader.value(at: .root, depth: 0)
        reader.skipSpace()
        guard reader.position == bytes.count else { throw reader.error("nothing more was expected here") }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func error(_ problem: String) -> JSONError {
        let before = bytes[..<min(position, bytes.count)]
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return .syntax(line: line, column: before.count - lineStart + 1, problem: problem)
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    private mutating func value(at path: JSONPath, depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= Self.deepest else { throw error("nested deeper than \(Self.deepest) levels") }
        skipSpace()
        guard let byte = next else { throw error("the text ends where a value was expected") }
        switch byte {
        case UInt8(ascii: "{"): return try object(at: path, depth: depth)
        case UInt8(ascii: "["): return try array(at: path, depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: return try word()
        }
    }

    private mutating func object(at path: JSONPath, depth: Int) throws(JSONError) -> JSONValue {
        position += 1
        var members: [String: JSONValue] = [:]
        skipSpace()
        if take("}") { return .object(members) }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw error("a key in double quotes was expected") }
            let key = try string()
            skipSpace()
            guard take(":") else { throw error("a colon was expected after the key \"\(key)\"") }
            let member = try value(at: path.key(key), depth: depth + 1)
            guard members.updateValue(member, forKey: key) == nil else {
                throw .duplicateKey(path: path.key(key))
            }
            skipSpace()
        } while take(",")
        guard take("}") else { throw error("a comma or a closing brace was expected") }
        return .object(members)
    }

    private mutating func array(at path: JSONPath, depth: Int) throws(JSONError) -> JSONValue {
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if take("]") { return .array(elements) }
        repeat {
            elements.append(try value(at: path.index(elements.count), depth: depth + 1))
            skipSpace()
        } while take(",")
        guard take("]") else { throw error("a comma or a closing bracket was expected") }
        return .array(elements)
    }

    private mutating func word() throws(JSONError) -> JSONValue {
        let start = position
        while let byte = next, isWord(byte) { position += 1 }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        switch word {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default:
            position = start
            let isNumber = ["nan", "inf", "infinity"].contains(word.lowercased())
            throw error(isNumber ? "JSON has no number \(word)" : "a value was expected")
        }
    }

    private mutating func number() throws(JSONError) -> Double {
        let start = position
        _ = take("-")
        let whole = digits()
        guard whole > 0 else {
            throw error("a digit was expected (JSON has no Infinity)")
        }
        let first = bytes[position - whole]
        guard whole == 1 || first != UInt8(ascii: "0") else { throw error("a number may not start with 0") }
        if take("."), digits() == 0 { throw error("a digit was expected after the point") }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            if digits() == 0 { throw error("a digit was expected in the exponent") }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let value = Double(text), value.isFinite else {
            position = start
            throw error("the number \(text) is too large")
        }
        return value
    }

    private mutating func digits() -> Int {
        let start = position
        while let byte = next, isDigit(byte) { position += 1 }
        return position - start
    }

    private mutating func string() throws(JSONError) -> String {
        position += 1
        var scalars: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: scalars, as: UTF8.self) else {
                    throw error("the text before here is not UTF-8")
                }
                return text
            case UInt8(ascii: "\\"): scalars += Array(String(try escape()).utf8)
            case 0..<0x20:
                position -= 1
                throw error("a control character in a text must be escaped")
            default: scalars.append(byte)
            }
        }
        throw error("the text is not closed")
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        guard let byte = next else { throw error("the text is not closed") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): break
        default: throw error("unknown escape in a text")
        }
        let unit = try hexadecimal()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        // A pair of surrogates: high (D800…DBFF), then low (DC00…DFFF).
        guard (0xD800...0xDBFF).contains(unit), take("\\"), take("u") else { throw error("half a surrogate pair") }
        let low = try hexadecimal()
        guard (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        else { throw error("half a surrogate pair") }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        guard position + 4 <= bytes.count,
            let value = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16),
            bytes[position] != UInt8(ascii: "+"), bytes[position] != UInt8(ascii: "-")
        else { throw error("four hexadecimal digits were expected") }
        position += 4
        return value
    }
}

private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

private func isWord(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}
