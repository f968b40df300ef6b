/// A file format that holds metadata.
package protocol MetadataContainer {
    /// Finds the homes; pixels are passed over.
    /// - Throws: `MetadataError.damaged`.
    init(_ source: some RandomBytes, file: String) throws(MetadataError)

    var blocks: MetadataBlocks { get }
}

/// A format whose metadata can change while its pixels stay as they are, byte for byte.
package protocol RewritableContainer: MetadataContainer {
    /// The file with the metadata in place of what its homes held.
    /// - Parameter metadata: tidied.
    /// - Throws: `MetadataError.signed`, `.tooLarge`.
    func rewritten(with metadata: Metadata) throws(MetadataError) -> [Piece]
}
