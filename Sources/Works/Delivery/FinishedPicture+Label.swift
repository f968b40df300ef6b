import Provenance
import Raster

extension FinishedPicture {
    /// The picture with the recipe's visible label, and what the label was written with; unchanged without one.
    /// - Throws: `LabelError`.
    func labelled(_ recipe: Recipe) throws(LabelError) -> FinishedPicture {
        guard let label = VisibleLabel(recipe) else { return self }
        let font = try LabelFont.find()
        switch self {
        case .ready(let photograph): return .ready(try photograph.labelled(label, font: font))
        case .made(let rows, let figures):
            let drawn = try DrawnLabel(label, on: rows.form.size, font: font)
            return .made(Self.lay(drawn, over: rows), figures: figures)
        }
    }

    private static func lay(_ label: DrawnLabel, over rows: some RowSource) -> any RowSource {
        LabelledRows(rows, with: label)
    }
}

extension VisibleLabel {
    /// The recipe's label; nil when it asks for none.
    init?(_ recipe: Recipe) {
        guard let text = recipe.visibleLabel else { return nil }
        self.init(text, corner: recipe.visibleLabelCorner)
    }

    /// A picture of this size holds every label that is not too long; only its letters can then be wrong.
    private static let ample = PixelSize(width: 4096, height: 400)

    /// Asks before the long work whether the label can be written at all.
    /// - Throws: `LabelError`.
    func check() throws(LabelError) {
        do {
            _ = try DrawnLabel(self, on: Self.ample, font: LabelFont.find())
        } catch .doesNotFit {
            // Known when the picture's size is.
        }
    }
}
