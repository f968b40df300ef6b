import Foundation
import Provenance
import Raster

/// What is to be made: the pictures, the recipe and where the work goes.
public struct Commission: Sendable {
    /// What to do when the recipe names a model that is not here.
    public enum MissingModels: Sendable {
        /// Say which, under what licence, and how to get it.
        case refuse
        /// Take the bundled one and record that.
        case useDefaults
    }

    /// Photographs of the person whose face it will be; several show more of it.
    public var sources: [URL]
    public var target: URL
    /// A picture of the person in the target who is meant, for recipes whose `face` is `reference`.
    public var reference: URL?
    /// The work's directory.
    public var output: URL
    public var recipe: Recipe
    public var replacement = StagedDirectory.Replacement.nothing
    public var limits = DecodingLimits.standard
    /// Whether the work also holds `mask.png`: which pixels changed, and how much.
    public var keepsMask = false
    /// A device whose view of the finished picture the work also holds, as `proof.jpg`.
    public var proof: ProofRequest?
    public var date: CompositionDate
    /// By what right the pictures are used (`rights.json`); nil where nobody has said it.
    public var rights: URL?
    /// Whose credentials the files get.
    public var credentials = CredentialChoice()

    public init(sources: [URL], target: URL, output: URL, recipe: Recipe, date: CompositionDate) {
        self.sources = sources
        self.target = target
        self.output = output
        self.recipe = recipe
        self.date = date
    }

    /// Whether the work could be begun: there is a source, every picture is a readable file, and the output may be
    /// written. Cheap; asked before models are loaded.
    /// - Throws: `WorkError`; `RecipeError`; `RightsError`; `SoftProofError`.
    public func check() throws {
        guard !sources.isEmpty else { throw WorkError.noSource }
        try recipe.check()
        guard recipe.face != .reference || reference != nil else { throw WorkError.noReference }
        _ = try texts()
        try VisibleLabel(recipe)?.check()
        if let rights { _ = try RightsRecord(contentsOf: rights) }
        if let proof { try SoftProof.check(proof.profile, intent: proof.intent) }
        try StagedDirectory.check(output.absoluteURL.standardizedFileURL, replacing: replacement)
    }
}

extension Commission {
    /// What the work will say of itself.
    func texts() throws(WorkError) -> WorkTexts {
        try WorkTexts(
            recipe: recipe, sources: sources.map(\.lastPathComponent), target: target.lastPathComponent, date: date)
    }
}

/// A finished work.
public struct Work: Sendable {
    public var directory: URL
    public var record: WorkRecord
    /// The folder of the credentials that were made for it, since the person had none.
    public var newCredentials: URL?
}
