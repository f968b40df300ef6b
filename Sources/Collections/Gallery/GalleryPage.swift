import Foundation

/// The page of a gallery: the template with this collection's words.
struct GalleryPage: Sendable {
    var title: String
    var description: String?
    /// Nil where the works do not share one.
    var artist: String?
    var works: Int
    var built: Int
    /// File names in the gallery's folder.
    var contactSheets: [String]

    /// The files that are the same in every gallery.
    static let assets: [(name: String, bytes: [UInt8])] = [
        ("style.css", PackageResources.style_css), ("gallery.js", PackageResources.gallery_js),
    ]

    var html: String {
        let template = String(decoding: PackageResources.index_html, as: UTF8.self)
        let words = [
            "title": MarkupText.escaped(title), "summary": MarkupText.escaped(summary),
            "count": MarkupText.escaped(count), "description": paragraphs, "contact_sheets": links,
            "without_script": pictures,
        ]
        // One pass: what a title says is never taken for a place.
        return template.replacing(/\{\{([a-z_]+)\}\}/) { words[String($0.output.1)] ?? "" }
    }

    /// What search engines and messengers show.
    private var summary: String {
        let first = description?.split(separator: "\n").first.map(String.init)
        return first ?? "\(count). AI composites."
    }

    private var count: String {
        let all = "\(works) work\(works == 1 ? "" : "s")"
        let made = built == works ? all : "\(built) of \(all) made"
        return artist.map { "\(made) · \($0)" } ?? made
    }

    private var paragraphs: String {
        (description ?? "").replacing("\r\n", with: "\n").split(separator: "\n\n").map { part in
            "<p>" + MarkupText.escaped(part.trimmingCharacters(in: .whitespacesAndNewlines)) + "</p>"
        }.joined(separator: "\n")
    }

    private var links: String {
        let links = contactSheets.enumerated().map { index, file in
            let words = contactSheets.count == 1 ? "Contact sheet" : "Contact sheet \(index + 1)"
            return "<a href=\"\(file)\">\(words)</a>"
        }
        return links.isEmpty ? "" : "<p>" + links.joined(separator: " · ") + "</p>"
    }

    private var pictures: String {
        contactSheets.map { "<img src=\"\($0)\" alt=\"Contact sheet of \(MarkupText.escaped(title))\">" }
            .joined(separator: "\n")
    }
}
