import Compositing
import Foundation
import Provenance
import Raster

extension RecipeKind<Float> {
    static func number(in range: ClosedRange<Float>) -> Self {
        let accepts = "a number from \(range.lowerBound.shortest) to \(range.upperBound.shortest)"
        return Self(
            accepts: accepts,
            read: { value throws(RecipeField.Mismatch) in
                guard case .number(let number) = value, range.contains(Float(number)) else {
                    throw .init(expected: accepts, found: value.summary)
                }
                return Float(number)
            },
            write: { JSONValue($0) })
    }
}

extension RecipeKind where Value: FixedWidthInteger {
    /// Whole numbers up to 2⁵³ − 1: those that every reader of JSON keeps exact (RFC 7493 §2.2).
    static func whole(in range: ClosedRange<Value> = 0...9_007_199_254_740_991) -> Self {
        let accepts = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return Self(
            accepts: accepts,
            read: { value throws(RecipeField.Mismatch) in
                guard case .number(let number) = value, let whole = Value(exactly: number), range.contains(whole)
                else { throw .init(expected: accepts, found: value.summary) }
                return whole
            },
            write: { .number(Double($0)) })
    }
}

extension RecipeKind<Bool> {
    static var truth: Self {
        Self(
            accepts: "true or false", choices: ["true", "false"],
            read: { value throws(RecipeField.Mismatch) in
                guard case .bool(let truth) = value else {
                    throw .init(expected: "true or false", found: value.summary)
                }
                return truth
            },
            write: { .bool($0) })
    }
}

extension RecipeKind<PixelSize> {
    /// `[width, height]`.
    static func size(in range: ClosedRange<Int>) -> Self {
        let side = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        let pair = "[width, height] in pixels"
        return Self(
            accepts: "\(pair), each \(side)",
            read: { value throws(RecipeField.Mismatch) in
                guard case .array(let elements) = value, elements.count == 2 else {
                    throw .init(expected: "null, or \(pair)", found: value.summary)
                }
                var sides: [Int] = []
                for (index, element) in elements.enumerated() {
                    guard case .number(let number) = element, let whole = Int(exactly: number), range.contains(whole)
                    else { throw .init(index: index, expected: side, found: element.summary) }
                    sides.append(whole)
                }
                return PixelSize(width: sides[0], height: sides[1])
            },
            write: { .array([JSONValue($0.width), JSONValue($0.height)]) })
    }
}

extension RecipeKind<ClosedRange<Int>> {
    /// `[from, to]`.
    static func span(within range: ClosedRange<Int>) -> Self {
        let accepts = "[from, to], two whole numbers from \(range.lowerBound) to \(range.upperBound) that do not fall"
        return Self(
            accepts: accepts,
            read: { value throws(RecipeField.Mismatch) in
                var ends: [Int] = []
                if case .array(let elements) = value {
                    for case .number(let number) in elements {
                        if let whole = Int(exactly: number), range.contains(whole) { ends.append(whole) }
                    }
                    if elements.count == 2, ends.count == 2, ends[0] <= ends[1] { return ends[0]...ends[1] }
                }
                throw .init(expected: accepts, found: value.summary)
            },
            write: { .array([JSONValue($0.lowerBound), JSONValue($0.upperBound)]) })
    }
}

extension RecipeKind<CompositingSettings.Length> {
    /// `"20%"` of the face's width, or `"15px"` of the picture.
    static var length: Self {
        let accepts = "a text like \"20%\" (of the face's width, 0% to 50%) or \"15px\" (0px to 2000px)"
        return Self(
            accepts: accepts, isText: true,
            read: { value throws(RecipeField.Mismatch) in
                guard case .string(let text) = value, let length = CompositingSettings.Length(text) else {
                    throw .init(expected: accepts, found: value.summary)
                }
                return length
            },
            write: { .string($0.text) })
    }
}

extension CompositingSettings.Length {
    // Percent and share are exchanged in decimal, so that every share that was read is written as it stood.
    fileprivate init?(_ text: String) {
        guard let match = text.wholeMatch(of: /([0-9]{1,6}(?:\.[0-9]{1,9})?)(%|px)/),
            let number = Decimal(string: String(match.1))
        else { return nil }
        if match.2 == "px" {
            guard number <= 2000, let pixels = Float(number.description) else { return nil }
            self = .pixels(pixels)
        } else {
            guard number <= 50, let share = Float((number / 100).description) else { return nil }
            self = .faceWidths(share)
        }
    }

    fileprivate var text: String {
        switch self {
        case .pixels(let pixels): pixels.shortest + "px"
        case .faceWidths(let share): ((Decimal(string: share.description) ?? 0) * 100).description + "%"
        }
    }
}

extension Float {
    /// As JSON writes it.
    fileprivate var shortest: String { JSONValue(self).text(.compact) }
}
