import Foundation
import Provenance

/// An object as a list or a look at it tells.
package struct S3Object: Sendable, Equatable {
    package var key: String
    package var bytes: Int
    /// What the server calls this very content, without its quotation marks; nothing may be read out of it.
    package var etag: String
    /// Of its bytes, as whoever put it said; lists do not tell.
    package var sha256: Digest?
    /// When it was put, as the server's list writes it; only lists tell.
    package var listedTime: String?

    /// When it was put, by the server's clock.
    package var modified: Date? {
        listedTime.flatMap { text in
            (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
                ?? (try? Date(text, strategy: .iso8601))
        }
    }

    package init(key: String, bytes: Int, etag: String, sha256: Digest? = nil) {
        self.key = key
        self.bytes = bytes
        self.etag = etag.trimmingCharacters(in: CharacterSet(charactersIn: "\""))
        self.sha256 = sha256
    }
}
