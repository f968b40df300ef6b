/// What a picture may be used for. The set is closed: a use that a paper names otherwise is recorded under the nearest
/// of these, and the paper's words go into the note.
public enum RightsUse: String, Sendable, Hashable, CaseIterable {
    /// Shown among friends, not published.
    case personal
    /// Published to report or to comment.
    case editorial
    /// Sold, in whatever form.
    case commercial
    /// Published to promote goods or services.
    case advertising
    /// Printed in copies.
    case print
    /// Made a token on a public ledger, from where nobody can call it back.
    case nft
    /// Changed, and made a part of another picture. A composite is nothing else.
    case derivative
}
