import Works

/// Why a gallery was not written.
public enum GalleryError: Error, Sendable, Equatable {
    /// The folder holds something else.
    case notAGallery(name: String)
    case galleryExists(name: String)
    /// Neither this work nor any other can be shown.
    case nothingToShow(name: String)
    /// The ending of a contact sheet's name is none that is written.
    case unknownSheet(name: String)
}

extension GalleryError: WorkFailure {
    public var isBadInput: Bool { true }

    /// `file or key: what is wrong. What to do.`
    public var description: String {
        switch self {
        case .notAGallery(let name):
            "\(name): the folder holds other files and is no gallery. Give --out a folder that does not exist."
        case .galleryExists(let name):
            "\(name): the gallery exists already. Give another --out, or --overwrite to replace it."
        case .nothingToShow(let name):
            "\(name): none of its works is built. Build some with: likeness collection build \(name)"
        case .unknownSheet(let name):
            "\(name): the ending says no format of contact sheets. Give a .jpg, .png or .webp."
        }
    }
}
