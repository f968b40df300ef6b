/// What joining the shards of a collection came to.
public struct MergeReport: Sendable, Equatable, Encodable {
    /// Something that keeps the collection from being whole.
    public struct Finding: Sendable, Equatable, Encodable {
        public enum Kind: String, Sendable, Encodable, CaseIterable {
            /// No shard has made the work.
            case missing
            /// A build began it and did not end it.
            case unfinished
            /// It was given up.
            case failed
            /// Two shards tell of it.
            case doubled
            /// The ledger says that it is done, but its folder is not there whole.
            case broken
            /// Its folder holds another work than the ledger tells of.
            case foreign
        }

        public var number: Int
        /// The work's folder.
        public var work: String
        public var kind: Kind
        /// What is wrong, in a sentence.
        public var words: String
    }

    /// How many shards the collection was built in.
    public var count: Int
    /// Works of the plan.
    public var planned: Int
    /// Those of them that are there, whole, from one shard each.
    public var done: Int
    /// The ledgers that were joined, by name.
    public var ledgers: [String]
    /// Shards that have none: nobody has begun them.
    public var absentShards: [Int]
    /// Ledgers of another count of shards, which were left alone.
    public var leftOver: [String]
    /// By number.
    public var findings: [Finding]
    /// Folders beside the works that no work of the plan has.
    public var unplanned: [String]

    /// Whether every planned work is there once and whole.
    public var isWhole: Bool { findings.isEmpty && done == planned }
}
