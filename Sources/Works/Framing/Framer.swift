import Faces
import Foundation
import Inference
import Raster

/// Cuts one picture, alone: what `likeness frame` does.
public struct Framer: Sendable {
    /// A file that holds a picture without loss, at 8 and at 16 bits.
    enum Form: String, CaseIterable {
        case tif, tiff, png
    }

    /// What was decided.
    public struct Report: Sendable, Codable, Equatable {
        /// The picture's name and size in pixels.
        public var file: String
        public var width: Int
        public var height: Int
        /// As the recipe says it.
        public var crop: String
        public var box: PixelBox
        public var warnings: [String]
        /// As `FramingResult.figures`.
        public var figures: [String: Double]
        public var thumbnails: [Thumbnail]

        /// A cut of the crop, as `ThumbnailCuts` has it.
        public struct Thumbnail: Sendable, Codable, Equatable {
            public var shape: ThumbnailCuts.Shape
            public var box: PixelBox
            /// nil without a face.
            public var headWhole: Bool?
            /// Share of the head that is cut off, 0…1; nil without a face.
            public var headLoss: Double?
        }
    }

    public var picture: URL
    public var rules: FramingRules
    /// The faces that matter; the best of them must be seen.
    public var faces = FaceSelection.best
    /// Where the crop goes, as its ending says; nil writes none.
    public var output: URL?
    /// Where a drawing of the crop and its thumbnails goes, as PNG; nil draws none.
    public var preview: URL?
    public var limits = DecodingLimits.standard
    /// Whether files that stand at `output` and `preview` may go; the picture itself never may.
    public var replaces = false

    public init(picture: URL, rules: FramingRules = FramingRules()) {
        self.picture = picture
        self.rules = rules
    }

    /// Whether the files could be written. Cheap; asked before models are loaded.
    /// - Throws: `WorkError`.
    public func check() throws(WorkError) {
        if let output, Form(of: output) == nil {
            throw .unknownFormat(name: output.lastPathComponent, known: Form.allCases.map { ".\($0.rawValue)" })
        }
        if let preview { try OutputFile.check(drawing: preview) }
        let input = picture.resolvingSymlinksInPath().standardizedFileURL
        for url in [output, preview].compactMap({ $0 }) {
            guard url.resolvingSymlinksInPath().standardizedFileURL != input else {
                throw .outputIsInput(name: url.lastPathComponent)
            }
            try StagedFile.check(url.absoluteURL.standardizedFileURL, replacing: replaces)
        }
    }

    /// Decides the crop and writes what was asked for.
    /// - Throws: `FramingError`, `WorkError`, `RasterError`, `CancellationError`; what the finder throws. No file is
    ///   half written then.
    public func make(finder: any FaceFinder) async throws -> Report {
        try check()
        let photograph = try Photograph.open(picture, limits: limits)
        let found = try finder.analyse(photograph)
        let chosen = faces.choose(found)
        guard !chosen.isEmpty || found.isEmpty else {
            throw WorkError.noSuchFace(
                file: picture.lastPathComponent, key: "face", asked: faces.description, found: found.count)
        }
        let boxes = chosen.map { found[$0].box }
        let result = try rules.frame(photograph.size, faces: boxes, main: boxes.first)
        if let preview {
            try await StagedFile.write(to: preview, replacing: replaces) { sibling in
                try FramingPreview(
                    photograph: photograph, rules: rules, result: result, faces: boxes, main: boxes.first
                ).drawn().writePNG(to: sibling)
            }
        }
        if let output, let form = Form(of: output) {
            try await StagedFile.write(to: output, replacing: replaces) { sibling in
                try write(photograph.cropped(to: result.box), as: form, to: sibling)
            }
        }
        return Report(
            file: picture.lastPathComponent, width: photograph.size.width, height: photograph.size.height,
            crop: rules.crop.description, box: result.box,
            warnings: result.warnings + (output == nil ? [] : Installation.current.remarks(onCredentialsOf: picture)),
            figures: result.figures,
            thumbnails: ThumbnailCuts(of: result.box, face: boxes.first).cuts.map {
                Report.Thumbnail(shape: $0.shape, box: $0.box, headWhole: $0.isHeadWhole, headLoss: $0.headLoss)
            })
    }

    /// The texts and packets of the picture go with it.
    private func write(_ crop: Photograph, as form: Form, to url: URL) throws(RasterError) {
        var tags = FileTags(readFrom: picture)
        tags.software = Tool.signature
        switch form {
        case .tif, .tiff: try crop.writeTIFF(to: url, tags: tags)
        case .png: try crop.writePNG(to: url, tags: tags)
        }
    }
}

extension Framer.Form {
    /// nil when the ending is none of these.
    fileprivate init?(of url: URL) {
        self.init(rawValue: url.pathExtension.lowercased())
    }
}
