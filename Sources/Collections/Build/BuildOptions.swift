import Inference
import Raster
import Works

/// How a collection is built.
public struct BuildOptions: Sendable {
    /// The part that is built here; nil for all.
    public var shard: Shard?
    /// Only these works.
    public var only: Set<Int>?
    /// The most works that are made in this run.
    public var limit: Int?
    /// Whether the rest is built when a work fails.
    public var keepsGoing = false
    /// How often a work is tried in one run. What bad input stops is not tried again.
    public var attempts = 2
    /// Whether finished works are made again.
    public var rebuilds = false
    /// Works that are made at once; nil for one more than there are cores, so that no core waits for a disk.
    public var inFlight: Int?
    /// The most bytes that works in flight may take together, as far as that is known beforehand.
    public var memory: UInt64?
    public var missingModels = Commission.MissingModels.refuse
    public var limits = DecodingLimits.standard
    public var credentials = CredentialChoice()

    public init() {}
}
