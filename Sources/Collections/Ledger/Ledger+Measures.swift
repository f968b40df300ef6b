import Foundation
import GRDB

extension Ledger {
    /// What was measured of a work when it was last looked at; nil when it never was, or by a version that kept less.
    public func measure(of number: Int) throws(CollectionError) -> WorkMeasure? {
        try read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM measure WHERE number = ?", arguments: [number])
                .flatMap(WorkMeasure.init)
        }
    }

    /// Writes measures, in place of those with their numbers, in one transaction.
    public func put(_ measures: [WorkMeasure]) throws(CollectionError) {
        try write { database in
            for measure in measures {
                try database.execute(
                    sql: """
                        INSERT OR REPLACE INTO measure
                            (number, key, subject, recognizer, similarity, fingerprint, face) VALUES (?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        measure.number, measure.key, measure.subject, measure.recognizer, measure.similarity,
                        measure.fingerprint.hexadecimal, measure.face?.hexadecimal,
                    ])
            }
        }
    }
}

extension WorkMeasure {
    fileprivate init?(_ row: Row) {
        guard let subject = row["subject"] as String?, let recognizer = row["recognizer"] as String?,
            let fingerprint = (row["fingerprint"] as String?).flatMap(Fingerprint.init(hexadecimal:))
        else { return nil }
        self.init(
            number: row["number"], key: row["key"], subject: subject, recognizer: recognizer,
            similarity: row["similarity"], fingerprint: fingerprint,
            face: (row["face"] as String?).flatMap(FaceSignature.init(hexadecimal:)))
    }
}
