import Foundation
import Raster

/// Writes words on a canvas: in the font of visible labels where that is installed, else in dots.
package struct CanvasWords: Sendable {
    private enum Hand: Sendable {
        /// With the em, in pixels.
        case font(LabelFont, size: Int)
        /// Of so many pixels.
        case dots(Int)
    }

    private let hand: Hand

    /// - Parameters:
    ///   - letterHeight: of a capital, in pixels.
    ///   - font: nil for dots.
    package init(letterHeight: Int, font: LabelFont?) {
        if let font, let size = try? LabelLettering(font: font).size(ofLetterHeight: letterHeight) {
            hand = .font(font, size: size)
        } else {
            hand = .dots(max(1, letterHeight / Lettering.height))
        }
    }

    /// Writes with the top left corner of the letters' ink at (x, y). What is wider than `width` pixels loses its end.
    package func write(_ text: String, on canvas: inout Canvas, x: Int, y: Int, width: Int, with ink: Canvas.Ink) {
        guard width > 0 else { return }
        switch hand {
        case .font(let font, let size):
            let text = String(text.map { font.missing(in: String($0)).isEmpty ? $0 : "?" })
            guard let words = Self.words(text, LabelLettering(font: font), size: size, width: width) else { return }
            canvas.lay(words.coverage, of: words.size, x: x, y: y, with: ink)
        case .dots(let dot):
            let fitting = (width / dot + 1) / Lettering.advance
            let plain = text.folding(options: .diacriticInsensitive, locale: nil)
            let cut = plain.count <= fitting ? plain : plain.prefix(max(0, fitting - 1)) + "."
            canvas.write(cut, x: x, y: y, dot: dot, with: ink)
        }
    }

    /// Nil where nothing of the text can be written.
    private static func words(
        _ text: String, _ lettering: LabelLettering, size: Int, width: Int
    ) -> LabelLettering.Words? {
        var (kept, cut) = (text, text)
        while !kept.isEmpty {
            // White space has no ink, which is an error.
            guard let words = try? lettering.words(cut, size: size) else { return nil }
            if words.size.width <= width { return words }
            let share = Double(width) / Double(words.size.width)
            kept = String(kept.prefix(min(kept.count - 1, Int(Double(kept.count) * share))))
            cut = kept.trimmingCharacters(in: .whitespaces) + "…"
        }
        return nil
    }
}
