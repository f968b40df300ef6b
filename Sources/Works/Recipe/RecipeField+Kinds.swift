import Compositing
import Faces
import Foundation
import Provenance
import Raster

// One maker of fields for each kind of value.
extension RecipeField {
    static func number(
        _ key: String, _ property: WritableKeyPath<Recipe, Float> & Sendable, in range: ClosedRange<Float>,
        _ meaning: String
    ) -> RecipeField {
        let accepts = "a number from \(shortest(range.lowerBound)) to \(shortest(range.upperBound))"
        return RecipeField(
            key: key, alias: nil, accepts: accepts, meaning: meaning,
            read: { value, recipe throws(Mismatch) in
                guard case .number(let number) = value, range.contains(Float(number)) else {
                    throw Mismatch(expected: accepts, found: value.summary)
                }
                recipe[keyPath: property] = Float(number)
            },
            write: { JSONValue($0[keyPath: property]) }, isText: false)
    }

    static func optionalNumber(
        _ key: String, _ property: WritableKeyPath<Recipe, Float?> & Sendable, in range: ClosedRange<Float>,
        _ meaning: String
    ) -> RecipeField {
        let accepts = "null, or a number from \(shortest(range.lowerBound)) to \(shortest(range.upperBound))"
        return RecipeField(
            key: key, alias: nil, accepts: accepts, meaning: meaning,
            read: { value, recipe throws(Mismatch) in
                switch value {
                case .null: recipe[keyPath: property] = nil
                case .number(let number) where range.contains(Float(number)):
                    recipe[keyPath: property] = Float(number)
                default: throw Mismatch(expected: accepts, found: value.summary)
                }
            },
            write: { $0[keyPath: property].map { JSONValue($0) } ?? .null }, isText: false)
    }

    /// Whole numbers up to 2⁵³ − 1: those that every reader of JSON keeps exact (RFC 7493 §2.2).
    static func whole(
        _ key: String, _ property: WritableKeyPath<Recipe, UInt64> & Sendable,
        in range: ClosedRange<UInt64> = 0...9_007_199_254_740_991, _ meaning: String
    ) -> RecipeField {
        let accepts = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return RecipeField(
            key: key, alias: nil, accepts: accepts, meaning: meaning,
            read: { value, recipe throws(Mismatch) in
                guard case .number(let number) = value, let whole = UInt64(exactly: number), range.contains(whole)
                else {
                    throw Mismatch(expected: accepts, found: value.summary)
                }
                recipe[keyPath: property] = whole
            },
            write: { .number(Double($0[keyPath: property])) }, isText: false)
    }

    static func optionalWhole(
        _ key: String, _ property: WritableKeyPath<Recipe, Int?> & Sendable, in range: ClosedRange<Int>,
        _ meaning: String
    ) -> RecipeField {
        let accepts = "null, or a whole number from \(range.lowerBound) to \(range.upperBound)"
        return RecipeField(
            key: key, alias: nil, accepts: accepts, meaning: meaning,
            read: { value, recipe throws(Mismatch) in
                if case .null = value {
                    recipe[keyPath: property] = nil
                    return
                }
                guard case .number(let number) = value, let whole = Int(exactly: number), range.contains(whole) else {
                    throw Mismatch(expected: accepts, found: value.summary)
                }
                recipe[keyPath: property] = whole
            },
            write: { $0[keyPath: property].map { JSONValue($0) } ?? .null }, isText: false)
    }

    static func truth(
        _ key: String, _ property: WritableKeyPath<Recipe, Bool> & Sendable, _ meaning: String
    ) -> RecipeField {
        RecipeField(
            key: key, alias: nil, accepts: "true or false", meaning: meaning,
            read: { value, recipe throws(Mismatch) in
                guard case .bool(let truth) = value else {
                    throw Mismatch(expected: "true or false", found: value.summary)
                }
                recipe[keyPath: property] = truth
            },
            write: { .bool($0[keyPath: property]) }, isText: false)
    }

    static func choice<Choice>(
        _ key: String, _ property: WritableKeyPath<Recipe, Choice> & Sendable, _ meaning: String
    ) -> RecipeField where Choice: RawRepresentable<String> & CaseIterable & Sendable {
        let names = Choice.allCases.map(\.rawValue)
        let accepts = "one of " + names.joined(separator: ", ")
        return RecipeField(
            key: key, alias: nil, accepts: accepts, meaning: meaning,
            read: { value, recipe throws(Mismatch) in
                guard case .string(let name) = value, let choice = Choice(rawValue: name) else {
                    var found = value.summary
                    if case .string(let name) = value, let nearest = names.nearest(to: name) {
                        found += " (did you mean \"\(nearest)\"?)"
                    }
                    throw Mismatch(expected: accepts, found: found)
                }
                recipe[keyPath: property] = choice
            },
            write: { .string($0[keyPath: property].rawValue) }, isText: true)
    }

    /// A model's name. Whether there is such a model is asked when the work is made, not here: a recipe may travel
    /// further than the models that it names.
    static func model(
        _ key: String, alias: String? = nil, _ property: WritableKeyPath<Recipe, String> & Sendable, _ meaning: String
    ) -> RecipeField {
        let accepts = "the name of a model (letters, digits, dot, hyphen, underscore; at most 80)"
        return RecipeField(
            key: key, alias: alias, accepts: accepts, meaning: meaning,
            read: { value, recipe throws(Mismatch) in
                guard case .string(let name) = value, (1...80).contains(name.utf8.count),
                    name.wholeMatch(of: /[A-Za-z0-9._-]+/) != nil
                else { throw Mismatch(expected: accepts, found: value.summary) }
                recipe[keyPath: property] = name
            },
            write: { .string($0[keyPath: property]) }, isText: true)
    }

    /// A text. `check` tells what is wrong with one; nil for nothing.
    static func text(
        _ key: String, _ property: WritableKeyPath<Recipe, String?> & Sendable, longest: Int = 2000,
        check: @escaping @Sendable (String) -> Mismatch? = { _ in nil }, _ meaning: String
    ) -> RecipeField {
        let accepts = "null, or a text of 1 to \(longest) characters without control characters"
        return RecipeField(
            key: key, alias: nil, accepts: accepts, meaning: meaning,
            read: { value, recipe throws(Mismatch) in
                switch value {
                case .null: recipe[keyPath: property] = nil
                case .string(let text) where isPlain(text, longest: longest):
                    if let mismatch = check(text) { throw mismatch }
                    recipe[keyPath: property] = text
                default: throw Mismatch(expected: accepts, found: value.summary)
                }
            },
            write: { $0[keyPath: property].map(JSONValue.string) ?? .null }, isText: true)
    }

    /// What is wrong with a text as a template; nil for nothing.
    static func templateProblem(_ text: String) -> Mismatch? {
        do {
            _ = try TextTemplate(text)
            return nil
        } catch {
            let names = TextTemplate.Variable.allCases.map(\.rawValue).joined(separator: ", ")
            return Mismatch(expected: "a text whose braces hold one of \(names)", found: error.description)
        }
    }

    static func face(
        _ key: String, _ property: WritableKeyPath<Recipe, FaceSelection> & Sendable, allowsAll: Bool,
        _ meaning: String
    ) -> RecipeField {
        let accepts = "one of best, largest, left, right\(allowsAll ? ", all" : "") or a number like \"0\""
        return RecipeField(
            key: key, alias: nil, accepts: accepts, meaning: meaning,
            read: { value, recipe throws(Mismatch) in
                guard case .string(let text) = value, let face = FaceSelection(text), allowsAll || face != .all
                else { throw Mismatch(expected: accepts, found: value.summary) }
                recipe[keyPath: property] = face
            },
            write: { .string($0[keyPath: property].description) }, isText: true)
    }

    static func crop(
        _ key: String, _ property: WritableKeyPath<Recipe, Crop> & Sendable, _ meaning: String
    ) -> RecipeField {
        RecipeField(
            key: key, alias: nil, accepts: Crop.accepts, meaning: meaning,
            read: { value, recipe throws(Mismatch) in
                guard case .string(let text) = value, let crop = Crop(text) else {
                    throw Mismatch(expected: Crop.accepts, found: value.summary)
                }
                recipe[keyPath: property] = crop
            },
            write: { .string($0[keyPath: property].description) }, isText: true)
    }

    /// `"20%"` of the face's width, or `"15px"` of the picture.
    static func length(
        _ key: String, _ property: WritableKeyPath<Recipe, CompositingSettings.Length> & Sendable, _ meaning: String
    ) -> RecipeField {
        let accepts = "a text like \"20%\" (of the face's width, 0% to 50%) or \"15px\" (0px to 2000px)"
        return RecipeField(
            key: key, alias: nil, accepts: accepts, meaning: meaning,
            read: { value, recipe throws(Mismatch) in
                guard case .string(let text) = value, let length = length(from: text) else {
                    throw Mismatch(expected: accepts, found: value.summary)
                }
                recipe[keyPath: property] = length
            },
            write: { .string(Self.text(of: $0[keyPath: property])) }, isText: true)
    }

    static func size(
        _ key: String, _ property: WritableKeyPath<Recipe, PixelSize?> & Sendable, in range: ClosedRange<Int>,
        _ meaning: String
    ) -> RecipeField {
        let accepts = "null, or [width, height] in pixels"
        let side = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return RecipeField(
            key: key, alias: nil, accepts: accepts + ", each \(side)", meaning: meaning,
            read: { value, recipe throws(Mismatch) in
                if case .null = value {
                    recipe[keyPath: property] = nil
                    return
                }
                guard case .array(let elements) = value, elements.count == 2 else {
                    throw Mismatch(expected: accepts, found: value.summary)
                }
                var sides: [Int] = []
                for (index, element) in elements.enumerated() {
                    guard case .number(let number) = element, let whole = Int(exactly: number), range.contains(whole)
                    else { throw Mismatch(index: index, expected: side, found: element.summary) }
                    sides.append(whole)
                }
                recipe[keyPath: property] = PixelSize(width: sides[0], height: sides[1])
            },
            write: { recipe in
                recipe[keyPath: property].map { .array([JSONValue($0.width), JSONValue($0.height)]) } ?? .null
            },
            isText: false)
    }

    private static func shortest(_ value: Float) -> String {
        JSONValue(value).text(.compact)
    }

    static func isPlain(_ text: String, longest: Int) -> Bool {
        (1...longest).contains(text.count)
            && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control || $0 == "\n" }
    }

    // Percent and share are exchanged in decimal, so that every share that was read is written as it stood.
    private static func length(from text: String) -> CompositingSettings.Length? {
        guard let match = text.wholeMatch(of: /([0-9]{1,6}(?:\.[0-9]{1,9})?)(%|px)/),
            let number = Decimal(string: String(match.1))
        else { return nil }
        if match.2 == "px" {
            guard number <= 2000, let pixels = Float(number.description) else { return nil }
            return .pixels(pixels)
        }
        guard number <= 50, let share = Float((number / 100).description) else { return nil }
        return .faceWidths(share)
    }

    private static func text(of length: CompositingSettings.Length) -> String {
        switch length {
        case .pixels(let pixels): shortest(pixels) + "px"
        case .faceWidths(let share): ((Decimal(string: share.description) ?? 0) * 100).description + "%"
        }
    }
}
