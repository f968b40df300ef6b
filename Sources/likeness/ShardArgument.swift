import ArgumentParser
import Collections

extension Shard: ExpressibleByArgument {
    /// `3/8`
    public init?(argument: String) {
        guard let shard = try? Shard(parsing: argument) else { return nil }
        self = shard
    }
}
