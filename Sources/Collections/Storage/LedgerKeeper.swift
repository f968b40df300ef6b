/// Puts copies of a build's ledger beside its works while it goes on and when it ends, for others to look at and to merge.
actor LedgerKeeper {
    /// A copy after so many works: what it takes is small beside them.
    private static let interval = 20

    private let ledger: Ledger
    private let name: String
    private let store: any WorkStore
    private var works = 0

    init(_ ledger: Ledger, as name: String, in store: any WorkStore) {
        self.ledger = ledger
        self.name = name
        self.store = store
    }

    /// Another work is there. A copy that fails is no reason to stop: the next one comes soon.
    func workIsThere() async {
        works += 1
        if works.isMultiple(of: Self.interval) { try? await finish() }
    }

    /// - Throws: `StorageError`, `CollectionError.ledger`.
    func finish() async throws { try await store.keepLedger(ledger, as: name) }
}
