import Foundation
import Inference
import Raster
import Upscaling

/// A contact sheet of upscalers: one part of a picture at 100 %, by Lanczos and by every model that is here, and `fast`
/// beside `f32` where they differ.
public struct UpscalerSheet: Sendable {
    public var picture: URL
    public var output: URL
    /// Names of models; empty for every upscaler whose file is here.
    public var models: [String] = []
    /// The part that is shown, in pixels of the picture; nil for an eye of the best face.
    public var region: PixelBox?
    public var limits = DecodingLimits.standard
    /// Whether a file that stands at `output` may go.
    public var replaces = false

    /// What one model made of the part.
    public struct Sample: Sendable, Codable, Equatable {
        public var model: String
        /// By its usual name: `f32`, `bf16`.
        public var precision: String
        public var scale: Int
        /// Of `fast` against `f32`, in dB over code values 0…1; nil where nothing is compared.
        public var psnr: Double?
    }

    /// Edge of the part, in pixels of the picture, when nobody says which.
    private static let edge = 96
    /// What the networks see around the part, so that it looks as it would in the whole picture.
    private static let surroundings = 64

    public init(picture: URL, output: URL) {
        self.picture = picture
        self.output = output
    }

    /// Draws the sheet as PNG.
    /// - Parameter report: is called after every model.
    /// - Throws: `WorkError`, `RasterError`, `InferenceError`, `UpscalingError`; `CancellationError`.
    public func write(
        finder: any FaceFinder, report: @Sendable (WorkProgress) -> Void = { _ in }
    ) async throws -> [Sample] {
        try OutputFile.check(drawing: output)
        try StagedFile.check(output.absoluteURL.standardizedFileURL, replacing: replaces)
        let photograph = try Photograph.open(picture, limits: limits)
        let (store, engine) = (try ModelStore(), try Engines.load())
        let part = try region ?? eye(in: photograph, finder: finder)
        guard !part.isEmpty, part.intersection(PixelBox(photograph.size)) == part else {
            throw WorkError.outsidePicture(file: picture.lastPathComponent, size: photograph.size)
        }
        let seen = part.expanded(by: Self.surroundings).intersection(PixelBox(photograph.size))
        let around = photograph.cropped(to: seen)
        // Models of one factor stand side by side.
        let names = try (models.isEmpty ? Self.present(in: store) : models).map(store.entry(named:))
            .sorted { ($0.upscaling?.scale ?? 0, $1.name) > ($1.upscaling?.scale ?? 0, $0.name) }.map(\.name)
        let precisions: [Precision] =
            engine.elementType(for: .fast) == engine.elementType(for: .f32) ? [.f32] : [.f32, .fast]

        var cells: [SampleSheet.Cell] = []
        var samples: [Sample] = []
        for (index, name) in names.enumerated() {
            var exact: Photograph?
            for precision in precisions {
                try Task.checkCancellation()
                let network = try UpscalingNetwork(
                    named: name, from: store, engine: engine, options: ModelOptions(precision: precision))
                let large = try Upscaler(network).enlarge(around, isCancelled: { Task.isCancelled }).picture
                let shown = large.cropped(to: part.scaled(by: network.scale, from: seen))
                if cells.first(where: { $0.label == Self.lanczos(network.scale) }) == nil {
                    let plain = around.resized(to: large.size).cropped(to: part.scaled(by: network.scale, from: seen))
                    cells.append(.init(label: Self.lanczos(network.scale), canvas: Canvas(plain)))
                }
                let sample = Sample(
                    model: name, precision: engine.elementType(for: precision), scale: network.scale,
                    psnr: exact.map { shown.psnr(against: $0) })
                let ratio = sample.psnr.map { " · \(Int($0.rounded())) dB" } ?? ""
                cells.append(.init(label: "\(name) \(sample.precision)\(ratio)", canvas: Canvas(shown)))
                samples.append(sample)
                exact = exact ?? shown
            }
            report(WorkProgress(stage: .upscale, fraction: Double(index + 1) / Double(names.count), remaining: nil))
        }
        let fast = precisions.count == 1 ? " · FAST IS \(engine.elementType(for: .fast)) HERE" : ""
        let place = "\(part.width)×\(part.height) AT \(part.x),\(part.y)"
        let title = "\(picture.lastPathComponent) · \(place) · 100%\(fast)"
        let sheet = SampleSheet(title: title, cells: cells)
        try await StagedFile.write(to: output, replacing: replaces) { try sheet.drawn().writePNG(to: $0) }
        return samples
    }

    private static func lanczos(_ scale: Int) -> String { "Lanczos ×\(scale)" }

    private static func present(in store: ModelStore) -> [String] {
        store.manifest.models.filter { entry in
            guard entry.upscaling != nil, case .verified = store.state(of: entry) else { return false }
            return true
        }.map(\.name)
    }

    private func eye(in photograph: Photograph, finder: any FaceFinder) throws -> PixelBox {
        let size = photograph.size
        let center =
            try finder.analyse(photograph).first?.landmarks5.first ?? SIMD2(Float(size.width), Float(size.height)) / 2
        let (width, height) = (min(Self.edge, size.width), min(Self.edge, size.height))
        return PixelBox(
            x: min(max(0, Int(center.x) - width / 2), size.width - width),
            y: min(max(0, Int(center.y) - height / 2), size.height - height), width: width, height: height)
    }
}

/// Pictures side by side at 100 %, each with a line of text.
private struct SampleSheet {
    struct Cell {
        var label: String
        var canvas: Canvas
    }

    private enum Layout {
        static let (margin, gap, line, columns) = (24, 12, 24, 3)
        /// A cell is no narrower than its label.
        static let least = 300
    }

    var title: String
    var cells: [Cell]

    func drawn() -> Canvas {
        let width = max(Layout.least, cells.map(\.canvas.size.width).max() ?? 0)
        let columns = max(1, min(Layout.columns, cells.count))
        let rows = stride(from: 0, to: cells.count, by: columns).map {
            Array(cells[$0..<min(cells.count, $0 + columns)])
        }
        let heights = rows.map { ($0.map(\.canvas.size.height).max() ?? 0) + Layout.line + Layout.gap }
        var sheet = Canvas(
            size: PixelSize(
                width: 2 * Layout.margin + columns * (width + Layout.gap) - Layout.gap,
                height: 2 * Layout.margin + Layout.line + Layout.gap + heights.reduce(0, +)),
            filledWith: .paper)
        sheet.write(title, x: Layout.margin, y: Layout.margin, dot: 2, with: .text)
        var y = Layout.margin + Layout.line + Layout.gap
        for (row, height) in zip(rows, heights) {
            for (index, cell) in row.enumerated() {
                let x = Layout.margin + index * (width + Layout.gap)
                sheet.write(cell.label, x: x, y: y, dot: 1, with: .text)
                sheet.place(cell.canvas, x: x, y: y + Layout.line)
            }
            y += height
        }
        return sheet
    }
}

extension PixelBox {
    /// Where this box, a part of `whole`, lies in an enlargement of it.
    fileprivate func scaled(by scale: Int, from whole: PixelBox) -> PixelBox {
        PixelBox(x: (x - whole.x) * scale, y: (y - whole.y) * scale, width: width * scale, height: height * scale)
    }
}

extension Photograph {
    /// Peak signal to noise against a picture of the same size, in dB over code values 0…1; infinite for the same.
    fileprivate func psnr(against other: Photograph) -> Double {
        let sum = zip(codes16, other.codes16).reduce(0.0) { sum, pair in
            let difference = (Double(pair.0) - Double(pair.1)) / 65_535
            return sum + difference * difference
        }
        return -10 * log10(sum / Double(max(1, codes16.count)))
    }
}
