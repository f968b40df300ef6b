import Synchronization

/// The proof of a picture, row by row.
package struct ProofRows: RowSource {
    package var form: PictureForm { source.form }
    private var source: any RowSource
    private let proof: SoftProof
    private let found: OutOfGamut

    /// Counts the pixels that the device cannot show; told when all rows were read.
    package final class OutOfGamut: Sendable {
        private let counts = Mutex((found: 0, all: 0))

        package init() {}

        /// Of the pixels that were read, 0…1.
        package var share: Double { counts.withLock { Double($0.found) / Double(max(1, $0.all)) } }

        fileprivate func add(_ found: Int, of all: Int) {
            counts.withLock { $0 = ($0.found + found, $0.all + all) }
        }
    }

    /// - Parameter proof: for pictures of the source's colour space.
    package init(_ source: some RowSource, by proof: SoftProof, counting found: OutOfGamut) {
        precondition(
            proof.colorSpace.profile == source.form.colorSpace.profile, "the proof is for this picture's space")
        self.source = source
        self.proof = proof
        self.found = found
    }

    package mutating func next() throws -> RowBand? {
        guard var band = try source.next() else { return nil }
        let (codes, count) = proof.proof(band.codes, width: form.size.width, channels: form.channels)
        found.add(count, of: band.rows.count * form.size.width)
        band.codes = codes
        return band
    }
}
