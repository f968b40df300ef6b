import Foundation

/// Something that a picture was made from: a picture, or a model (C2PA 2.2, section 18.16).
public struct ManifestIngredient: Sendable, Equatable {
    public enum Relationship: String, Sendable, CaseIterable {
        /// The picture is an edited state of it.
        case parentOf
        /// It is seen in the picture.
        case componentOf
        /// It was used to make what is seen: a model, a face's donor.
        case inputTo
    }

    /// What becomes of thumbnails inside the credentials that the ingredient itself carries.
    public enum Thumbnails: Sendable {
        /// They are redacted, which C2PA records: a donor's face does not travel on in the credentials.
        case removed
        case kept
    }

    /// How actions of the manifest name it; not written.
    public var identifier: String
    public var title: String
    /// The media type: `image/tiff`, `application/octet-stream`.
    public var format: String
    public var relationship: Relationship
    /// The picture's file, whose own credentials are checked and kept. Nil where there are none: the library reads
    /// nothing of a model's file, and takes no hash of any ingredient's.
    public var file: URL?
    /// Such as `c2pa.types.model.onnx`.
    public var dataTypes: [String]
    /// The SHA-256 of the ingredient's file, which the library would not write.
    public var digest: Digest?
    public var thumbnails: Thumbnails

    /// The key that holds `digest` in the ingredient's metadata.
    public static let digestKey = "org.likeness.sha256"

    public init(
        identifier: String, title: String, format: String, relationship: Relationship, file: URL? = nil,
        dataTypes: [String] = [], digest: Digest? = nil, thumbnails: Thumbnails = .removed
    ) {
        self.identifier = identifier
        self.title = title
        self.format = format
        self.relationship = relationship
        self.file = file
        self.dataTypes = dataTypes
        self.digest = digest
        self.thumbnails = thumbnails
    }
}
