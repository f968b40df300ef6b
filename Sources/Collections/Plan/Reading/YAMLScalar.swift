import Provenance

/// What a plain word of YAML means.
/// - SeeAlso: YAML 1.2.2, 10.3.2 (the core schema's tag resolution).
enum YAMLScalar {
    static func value(of text: String) -> JSONValue {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        // Most words are none of the numbers: their first letter tells.
        guard let first = text.utf8.first, isNumeric(first) else { return .string(text) }
        return number(text).map { .number($0) } ?? .string(text)
    }

    /// JSON has no infinity and no NaN: YAML's stay texts, which no key takes for a number.
    private static func number(_ text: String) -> Double? {
        if text.hasPrefix("0x") { return integer(text.dropFirst(2), radix: 16) }
        if text.hasPrefix("0o") { return integer(text.dropFirst(2), radix: 8) }
        var rest = Substring(text)
        if rest.first == "-" || rest.first == "+" { rest.removeFirst() }
        let whole = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(whole.count)
        var fraction: Substring = ""
        if rest.first == "." {
            fraction = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(1 + fraction.count)
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return nil }
        if rest.first == "e" || rest.first == "E" {
            rest.removeFirst()
            if rest.first == "-" || rest.first == "+" { rest.removeFirst() }
            let exponent = rest.prefix { $0.isASCII && $0.isNumber }
            guard !exponent.isEmpty else { return nil }
            rest = rest.dropFirst(exponent.count)
        }
        guard rest.isEmpty else { return nil }
        // Swift reads neither a leading point nor a trailing one everywhere: both are given a zero.
        var decimal = text.hasPrefix("+") ? String(text.dropFirst()) : text
        if whole.isEmpty { decimal.replace(".", with: "0.", maxReplacements: 1) }
        if fraction.isEmpty { decimal.replace(".", with: ".0", maxReplacements: 1) }
        return Double(decimal).flatMap { $0.isFinite ? $0 : nil }
    }

    private static func integer(_ digits: Substring, radix: Int) -> Double? {
        guard digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else { return nil }
        return UInt64(digits, radix: radix).map { Double($0) }
    }

    private static func isNumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
    }
}
