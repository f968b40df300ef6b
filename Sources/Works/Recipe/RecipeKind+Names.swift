import Compositing
import Faces
import Provenance

extension RecipeKind where Value: RawRepresentable<String> & CaseIterable {
    static var choice: Self {
        let names = Value.allCases.map(\.rawValue)
        let accepts = "one of " + names.joined(separator: ", ")
        return Self(
            accepts: accepts, isText: true, choices: names,
            read: { value throws(RecipeField.Mismatch) in
                guard case .string(let name) = value, let choice = Value(rawValue: name) else {
                    throw .init(expected: accepts, found: RecipeField.found(value, among: names))
                }
                return choice
            },
            write: { .string($0.rawValue) })
    }
}

extension RecipeKind {
    /// Some of the names of a choice; on a command line between commas. Written in the choice's own order.
    static func choices<Choice>(of: Choice.Type) -> RecipeKind<Set<Choice>>
    where Value == Set<Choice>, Choice: RawRepresentable<String> & CaseIterable & Hashable & Sendable {
        let names = Choice.allCases.map(\.rawValue)
        let accepts = "an array of some of \(names.joined(separator: ", ")), or one text with commas between them"
        return RecipeKind<Set<Choice>>(
            accepts: accepts, isText: true, choices: names,
            read: { value throws(RecipeField.Mismatch) in
                var elements: [JSONValue] = []
                switch value {
                case .array(let array): elements = array
                case .string(let text): elements = text.split(separator: ",").map { .string(String($0)) }
                default: throw .init(expected: accepts, found: value.summary)
                }
                var chosen: Set<Choice> = []
                for (index, element) in elements.enumerated() {
                    guard case .string(let name) = element, let choice = Choice(rawValue: name) else {
                        throw .init(
                            index: index, expected: "one of \(names.joined(separator: ", "))",
                            found: RecipeField.found(element, among: names))
                    }
                    chosen.insert(choice)
                }
                return chosen
            },
            write: { chosen in
                .array(Choice.allCases.filter(chosen.contains).map { .string($0.rawValue) })
            })
    }
}

extension RecipeKind<String> {
    /// A model's name. Whether there is such a model is asked when the work is made, not here: a recipe may travel
    /// further than the models that it names.
    static var model: Self {
        let accepts = "the name of a model (letters, digits, dot, hyphen, underscore; at most 80)"
        return Self(
            accepts: accepts, isText: true,
            read: { value throws(RecipeField.Mismatch) in
                guard case .string(let name) = value, (1...80).contains(name.utf8.count),
                    name.wholeMatch(of: /[A-Za-z0-9._-]+/) != nil
                else { throw .init(expected: accepts, found: value.summary) }
                return name
            },
            write: { .string($0) })
    }
}

extension RecipeKind<FaceSelection> {
    static func face(allowsAll: Bool) -> Self {
        var words: [FaceSelection] = [.best, .worst, .largest, .smallest, .left, .right, .top, .bottom]
        if allowsAll { words += [.all, .reference] }
        let names = words.map(\.description)
        let accepts = "one of \(names.joined(separator: ", ")) or a number like \"0\", also written \"index 0\""
        return Self(
            accepts: accepts, isText: true, choices: names,
            read: { value throws(RecipeField.Mismatch) in
                guard case .string(let text) = value, let face = FaceSelection(text),
                    allowsAll || ![.all, .reference].contains(face)
                else { throw .init(expected: accepts, found: value.summary) }
                return face
            },
            write: { .string($0.description) })
    }
}

extension RecipeKind<FaceEdits> {
    /// An object of numbers; on a command line as `mouth_smile=0.4,head_yaw=-0.2`.
    static var edits: Self {
        let names = FaceEdits.names
        let accepts =
            "an object of numbers from -1 to 1 with the keys \(names.joined(separator: ", ")), "
            + "or a text like \"mouth_smile=0.4,head_yaw=-0.2\""
        return Self(
            accepts: accepts,
            read: { value throws(RecipeField.Mismatch) in
                var members: [String: JSONValue] = [:]
                switch value {
                case .object(let object): members = object
                case .string(let text):
                    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                        let pair = part.split(separator: "=", omittingEmptySubsequences: false)
                        guard pair.count == 2, let number = Double(String(pair[1])) else {
                            throw .init(expected: accepts, found: value.summary)
                        }
                        members[String(pair[0])] = .number(number)
                    }
                default: throw .init(expected: accepts, found: value.summary)
                }
                var edits = FaceEdits()
                for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                    guard case .number(let number) = value, (-1...1).contains(number),
                        edits.set(name, to: Float(number))
                    else {
                        let near = names.contains(name) ? nil : names.nearest(to: name)
                        let found = "\"\(name)\": \(value.summary)" + (near.map { " (did you mean \"\($0)\"?)" } ?? "")
                        throw .init(expected: accepts, found: found)
                    }
                }
                return edits
            },
            write: { .object($0.named.mapValues { JSONValue($0) }) })
    }
}

extension RecipeKind<Crop> {
    static var crop: Self {
        Self(
            accepts: Crop.accepts, isText: true,
            read: { value throws(RecipeField.Mismatch) in
                guard case .string(let text) = value, let crop = Crop(text) else {
                    throw .init(expected: Crop.accepts, found: value.summary)
                }
                return crop
            },
            write: { .string($0.description) })
    }
}

extension RecipeField {
    /// What stands there, and which name reads most like it.
    static func found(_ value: JSONValue, among names: [String]) -> String {
        guard case .string(let name) = value, let nearest = names.nearest(to: name) else { return value.summary }
        return value.summary + " (did you mean \"\(nearest)\"?)"
    }
}
