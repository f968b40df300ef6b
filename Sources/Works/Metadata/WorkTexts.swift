import Foundation

/// What a work says of itself, every place of the recipe's texts filled.
public struct WorkTexts: Sendable, Codable, Equatable {
    public var title: String?
    public var artist: String?
    public var copyright: String?
    public var description: String?
    public var keywords: [String]

    /// - Parameters:
    ///   - sources, target: file names; places are filled with their stems.
    /// - Throws: `WorkError.missingValue` when a text has a place for which the recipe says nothing.
    init(recipe: Recipe, sources: [String], target: String, date: CompositionDate) throws(WorkError) {
        var values = TextTemplate.Values(
            numbers: [.seed: recipe.compositing.seed],
            texts: [
                .target: Self.stem(target), .date: String(date.iso8601.prefix(10)),
                .year: String(date.iso8601.prefix(4)),
            ])
        values.numbers[.number] = recipe.number.map(UInt64.init)
        values.texts[.artist] = recipe.artist
        if !sources.isEmpty { values.texts[.source] = sources.map(Self.stem).joined(separator: ", ") }
        func filled(_ text: String, _ key: String) throws(WorkError) -> String {
            do {
                return try TextTemplate(text).text(values)
            } catch let error as TextTemplate.MissingValue {
                throw .missingValue(key: key, place: error.variable.rawValue)
            } catch {
                // The recipe was read strictly; one that was made in code may still hold anything.
                throw .badTemplate(key: key, problem: "\(error)")
            }
        }
        title = try recipe.title.map { text throws(WorkError) in try filled(text, "title") }
        values.texts[.title] = title
        artist = recipe.artist
        copyright = try recipe.copyright.map { text throws(WorkError) in try filled(text, "copyright") }
        description = try recipe.description.map { text throws(WorkError) in try filled(text, "description") }
        keywords = try recipe.keywords.map { text throws(WorkError) in try filled(text, "keywords") }
    }

    private static func stem(_ file: String) -> String {
        URL(filePath: file).deletingPathExtension().lastPathComponent
    }
}
