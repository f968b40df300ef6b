import Foundation
import GRDB

extension Ledger {
    /// A copy as of one moment, also while a build writes: SQLite's own backup, not a copy of a file in use.
    /// - Parameter file: must not be there.
    /// - Throws: `CollectionError.ledger`.
    package func copy(to file: URL) throws(CollectionError) {
        try read { database in
            let copy = try DatabaseQueue(path: file.path)
            try copy.writeWithoutTransaction { try database.backup(to: $0) }
            try copy.close()
        }
    }
}
