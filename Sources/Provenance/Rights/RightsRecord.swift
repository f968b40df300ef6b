/// What `rights.json` beside a recipe says: by what right each picture is used, and for what.
///
/// ```swift
/// let record = try RightsRecord(contentsOf: folder.appending(path: RightsRecord.fileName))
/// let findings = record.check(against: inputs, models: models, on: today, evidenceIn: folder)
/// ```
/// It keeps what people said; it is no legal advice. `docs/rights.md` explains each key.
public struct RightsRecord: Sendable, Equatable {
    /// The version of the record's form.
    public static let version = 1
    public static let fileName = "rights.json"

    /// Whether the work is to be sold.
    public var commercial: Bool
    public var entries: [RightsEntry]
    /// Filled in by the tool when a work is made.
    public var models: [RightsModel]

    public init(commercial: Bool, entries: [RightsEntry] = [], models: [RightsModel] = []) {
        self.commercial = commercial
        self.entries = entries
        self.models = models
    }

    /// The record with one more entry at its end.
    /// - Throws: `RightsError` when a record with that entry could not be read again.
    public func adding(_ entry: RightsEntry) throws(RightsError) -> RightsRecord {
        var record = self
        record.entries.append(entry)
        return try RightsRecord(json: record.json)
    }
}
