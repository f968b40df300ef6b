import Foundation
import Provenance

extension PlanReader {
    /// Sources or targets: objects, paths and patterns.
    /// - Parameter naming: how files are called, for the names of those that have none.
    mutating func pictures(_ value: JSONValue?, at path: JSONPath, naming: String?) -> [PlanPicture] {
        switch value {
        case .string(let text): named(text, at: path, naming: naming)
        case .array(let elements):
            elements.enumerated().flatMap { index, element in
                if case .string(let text) = element {
                    named(text, at: path.index(index), naming: naming)
                } else {
                    [Self.picture(element, naming: naming)]
                }
            }
        default: []
        }
    }

    private mutating func named(_ text: String, at path: @autoclosure () -> JSONPath, naming: String?) -> [PlanPicture]
    {
        guard let pattern = PictureGlob(text) else {
            return [PlanPicture(name: Self.name(of: text, naming: naming), files: [text])]
        }
        let files = listing.map(pattern.files(amid:)) ?? pattern.files(in: folder)
        if files.isEmpty {
            report(
                path(), "no file fits \(JSONValue.string(text).summary). Patterns are relative to the plan's folder.")
        }
        return files.map { PlanPicture(name: Self.name(of: $0, naming: naming), files: [$0]) }
    }

    private static func picture(_ value: JSONValue, naming: String?) -> PlanPicture {
        let files = value["file"]?.string.map { [$0] } ?? value["files"]?.elements?.compactMap(\.string) ?? []
        let name = value["name"]?.string ?? files.first.map { Self.name(of: $0, naming: naming) } ?? ""
        var picture = PlanPicture(name: name, files: files)
        if case .number(let weight) = value["weight"] { picture.weight = weight }
        picture.attributes = attributes(value["attributes"])
        picture.reference = value["reference"]?.string
        return picture
    }

    /// A picture's own name within its file's: `shakespeare` of `sources/source_shakespeare.jpg`.
    static func name(of file: String, naming: String?) -> String {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let stem = name.lastIndex(of: ".").map { $0 == name.startIndex ? name : String(name[..<$0]) } ?? name
        guard let naming, let place = naming.range(of: "{name}") else { return stem }
        let (before, after) = (naming[..<place.lowerBound], naming[place.upperBound...])
        guard stem.hasPrefix(before), stem.hasSuffix(after), stem.count > before.count + after.count else {
            return stem
        }
        return String(stem.dropFirst(before.count).dropLast(after.count))
    }
}
