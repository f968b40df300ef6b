extension Shard {
    /// Reads `3/8`.
    /// - Throws: `CollectionError.unclearShard`.
    public init(parsing text: String) throws(CollectionError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Self.number($0) }
        guard parts.count == 2, let index = parts[0], let count = parts[1] else {
            throw .unclearShard(asked: text, reason: "is no shard. Write which one of how many, such as 3/8.")
        }
        guard let shard = Shard(index: index, count: count) else {
            throw .unclearShard(
                asked: text, reason: "is no shard. The first number goes from 1 to the second, such as 3/8.")
        }
        self = shard
    }

    /// A whole number that schedulers and people write; nil for anything else, signs and spaces too.
    static func number(_ text: some StringProtocol) -> Int? {
        !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            ? UInt32(text).flatMap(Int.init(exactly:)) : nil
    }
}
