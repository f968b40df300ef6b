import Foundation
import Provenance
import Raster
import Works

/// What a check looks at pictures with.
public struct CheckParts: Sendable {
    public var finder: any FaceFinder
    /// What the gate goes by; nil leaves the gate's verdicts out.
    public var scorer: (any ContentScorer)?
    /// The models that works will be made with, as the record of rights is asked about them.
    public var models: [RightsModel] = []
    public var limits = DecodingLimits.standard
    /// Where blocking calls run.
    public var executor: NativeExecutor
    /// How many pictures are looked at, and so held in memory, at once.
    public var concurrency: Int

    public init(
        finder: any FaceFinder, scorer: (any ContentScorer)? = nil, concurrency: Int = 2
    ) {
        self.finder = finder
        self.scorer = scorer
        self.concurrency = max(1, concurrency)
        executor = NativeExecutor(threads: concurrency)
    }

    /// What the collection's composer will use.
    public init(_ cast: Cast) {
        self.init(finder: cast.finder, scorer: cast.scorer)
        models = cast.models.map {
            RightsModel(name: $0.name, licence: $0.licence, allowsCommercialUse: $0.commercialUse)
        }
    }
}
