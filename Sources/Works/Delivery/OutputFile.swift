import Foundation
import Raster

/// A single picture file that a command writes, in the format that its ending says.
struct OutputFile: Sendable {
    enum Form: String, CaseIterable {
        case tif, tiff, png, webp, avif, jpg, jpeg

        /// Nil for TIFF.
        var web: WebImage? {
            switch self {
            case .tif, .tiff: nil
            case .png: .png16
            case .webp: .losslessWebP
            case .jpg, .jpeg: .jpeg(quality: 95)
            case .avif: .avif(quality: 90)
            }
        }
    }

    private let form: Form
    private let url: URL
    private let picture: URL

    /// - Parameter picture: the file that is read, which is never touched.
    /// - Throws: `WorkError` when the file cannot be written there.
    init(_ url: URL, of picture: URL, replacing: Bool) throws(WorkError) {
        guard let form = Form(rawValue: url.pathExtension.lowercased()) else {
            throw .unknownFormat(name: url.lastPathComponent, known: Form.allCases.map { ".\($0.rawValue)" })
        }
        guard
            url.resolvingSymlinksInPath().standardizedFileURL != picture.resolvingSymlinksInPath().standardizedFileURL
        else { throw .outputIsInput(name: url.lastPathComponent) }
        try StagedFile.check(url.absoluteURL.standardizedFileURL, replacing: replacing)
        self.form = form
        self.url = url
        self.picture = picture
    }

    /// Drawings are PNG, and nothing else may be in a file that is called otherwise.
    /// - Throws: `WorkError.unknownFormat`.
    static func check(drawing url: URL) throws(WorkError) {
        guard url.pathExtension.lowercased() == Form.png.rawValue else {
            throw .unknownFormat(name: url.lastPathComponent, known: [".\(Form.png.rawValue)"])
        }
    }

    /// - Throws: `WorkError.tooLargeForFormat`.
    func check(fits size: PixelSize) throws(WorkError) {
        guard let web = form.web, max(size.width, size.height) > web.longestSide else { return }
        throw .tooLargeForFormat(name: url.lastPathComponent, size: size, most: web.longestSide)
    }

    /// Writes the rows to `sibling`; the texts and packets of the picture go with them.
    /// - Parameter note: what was done to it, for the Software tag.
    func write(_ rows: any RowSource, to sibling: URL, note: String? = nil) throws {
        var tags = FileTags(readFrom: picture)
        tags.software = [Tool.signature, note].compactMap { $0 }.joined(separator: " ")
        if let web = form.web {
            try web.write(rows, to: sibling, tags: tags)
        } else {
            try TIFFPages([.init(rows)]).write(to: sibling, tags: tags)
        }
    }
}
