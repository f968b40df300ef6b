/// What a record of rights says of single works, for a record that serves a whole collection.
package struct RightsExcerpts: Sendable {
    private let record: RightsRecord
    private let index: RightsIndex

    package init(of record: RightsRecord) {
        self.record = record
        index = RightsIndex(record.entries)
    }

    /// The digest of what is said of these pictures: it stays the same when entries for others come and go.
    package func digest(for inputs: [RightsInput]) -> Digest {
        let positions = Set(inputs.flatMap { index.entries(for: $0).positions }).sorted()
        let excerpt = RightsRecord(
            commercial: record.commercial, entries: positions.map { record.entries[$0] })
        return Digest(of: Array(excerpt.json.text(.compact).utf8))
    }
}
