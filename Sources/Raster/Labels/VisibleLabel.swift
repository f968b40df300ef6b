/// Words burnt into a picture that tell everybody who sees it what it is, such as "AI生成".
///
/// GB 45438-2025 asks for letters at least a twentieth as high as the picture's shortest side, at an edge or in a corner.
/// They are white on a plate that is as dark as the picture below it needs: whatever lies there, the letters stand out
/// by a contrast of 7 : 1 (WCAG 2.2, 1.4.6; 1.4.3 asks for 4.5). Outside the label every code value stays.
///
/// ```swift
/// let labelled = try photograph.labelled(VisibleLabel("AI生成"), font: LabelFont.find())
/// ```
public struct VisibleLabel: Sendable, Hashable {
    public enum Corner: String, Sendable, Codable, CaseIterable {
        case bottomRight = "bottom_right"
        case bottomLeft = "bottom_left"
        case topRight = "top_right"
        case topLeft = "top_left"
    }

    /// Height of a capital letter, in shortest sides of the picture.
    public static let letterHeight = 0.05
    /// Characters that a label may have at the most.
    public static let longest = 40

    /// One line of words. Whether they can be written is known with the font and the picture's size: `LabelError`.
    public var text: String
    public var corner: Corner

    public init(_ text: String, corner: Corner = .bottomRight) {
        self.text = text
        self.corner = corner
    }
}

extension Photograph {
    /// This picture with the label, at its own depth.
    /// - Throws: `LabelError`.
    public func labelled(_ label: VisibleLabel, font: LabelFont) throws(LabelError) -> Photograph {
        let rows = LabelledRows(PhotographRows(self), with: try DrawnLabel(label, on: size, font: font))
        guard let picture = try? Photograph(rows) else {
            preconditionFailure("pictures in memory have all their rows")
        }
        // Codes that came from 8 bits return to them.
        return depth == 8 ? picture.dithered(seed: 0) : picture
    }
}
