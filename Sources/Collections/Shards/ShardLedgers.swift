import Foundation

/// The ledgers of shards that lie in a folder, and those of them that belong together.
struct ShardLedgers {
    /// How many shards the collection was built in.
    let count: Int
    /// Shards of that count, by index: with a ledger and without.
    let present: [Shard]
    let absent: [Shard]
    /// Names of ledgers of other counts.
    let others: [String]
    /// Every shard that a build has begun, of whatever count, also one whose ledger is only about to be made.
    let begun: [Shard]

    /// - Parameter count: of the shards that are meant; nil to tell by what is there: the one count of which there are
    ///   ledgers, or of which every shard has one.
    /// - Throws: `CollectionError.notMergeable` when there are none, or of several counts and it cannot be told which.
    init(in folder: URL, count asked: Int?) throws(CollectionError) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let found = names.compactMap(Self.shard(named:)).sorted { ($0.count, $0.index) < ($1.count, $1.index) }
        let groups = Dictionary(grouping: found, by: \.count)
        let counts = groups.keys.sorted()
        guard !counts.isEmpty else {
            throw .notMergeable(
                reason: "there are no ledgers of shards in it. Build shards first: collection build --shard 1/2.")
        }
        let complete = counts.filter { groups[$0]?.count == $0 }
        let candidates = complete.isEmpty ? counts : complete
        guard let count = asked ?? (candidates.count == 1 ? candidates.first : nil) else {
            let words = candidates.map(String.init).joined(separator: " and of ")
            throw .notMergeable(reason: "there are ledgers of \(words) shards. Say which with --shards.")
        }
        guard let present = groups[count] else {
            let words = counts.map(String.init).joined(separator: ", ")
            throw .notMergeable(reason: "no ledger in it is of \(count) shards; there are some of \(words).")
        }
        self.count = count
        self.present = present
        absent = (1...count).compactMap { Shard(index: $0, count: count) }.filter { !present.contains($0) }
        others = found.filter { $0.count != count }.map { "shard-\($0.index)-of-\($0.count).sqlite" }
        let locked = names.filter { $0.hasSuffix(".lock") }.compactMap { Self.shard(named: String($0.dropLast(5))) }
        begun = Set(found + locked).sorted { ($0.count, $0.index) < ($1.count, $1.index) }
    }

    private static func shard(named name: String) -> Shard? {
        guard let parts = name.wholeMatch(of: #/shard-([0-9]{1,9})-of-([0-9]{1,9})\.sqlite/#),
            let index = Int(parts.1), let count = Int(parts.2), let shard = Shard(index: index, count: count),
            // `shard-03-of-8` is none of ours.
            name == "shard-\(index)-of-\(count).sqlite"
        else { return nil }
        return shard
    }
}
