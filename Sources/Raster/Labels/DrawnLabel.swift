/// A label as it lies on pictures of one size: where, and how much of each pixel its plate and its letters cover.
package struct DrawnLabel: Sendable {
    package let pictureSize: PixelSize
    package let box: PixelBox
    /// Coverage of the box's pixels by the plate and by the letters, 0…255.
    package let plate: [UInt8]
    package let letters: [UInt8]

    /// Lower letters are hard to read on any screen, however small the picture.
    private static let leastHeight = 12

    /// - Throws: `LabelError`.
    package init(_ label: VisibleLabel, on size: PixelSize, font: LabelFont) throws(LabelError) {
        let text = try Self.checked(label.text, font: font)
        let height = max(
            Self.leastHeight,
            Int((VisibleLabel.letterHeight * Double(min(size.width, size.height))).rounded(.up)))
        let words = try LabelLettering(font: font).words(text, letterHeight: height)
        // Room about the words, and from the plate to the picture's edges: two fifths of a letter.
        let (room, margin) = ((2 * height + 4) / 5, (2 * height + 4) / 5)
        let plate = PixelSize(width: words.size.width + 2 * room, height: words.size.height + 2 * room)
        let needed = PixelSize(width: plate.width + 2 * margin, height: plate.height + 2 * margin)
        guard needed.width <= size.width, needed.height <= size.height else {
            throw .doesNotFit(text: text, size: size, needed: needed)
        }
        let (left, top) = (margin, margin)
        let (right, bottom) = (size.width - margin - plate.width, size.height - margin - plate.height)
        let (x, y) =
            switch label.corner {
            case .bottomRight: (right, bottom)
            case .bottomLeft: (left, bottom)
            case .topRight: (right, top)
            case .topLeft: (left, top)
            }
        pictureSize = size
        box = PixelBox(x: x, y: y, width: plate.width, height: plate.height)
        self.plate = Self.roundedBox(plate, radius: room)
        letters = (0..<plate.area).map { index in
            let (column, row) = (index % plate.width - room, index / plate.width - room)
            guard 0..<words.size.width ~= column, 0..<words.size.height ~= row else { return 0 }
            return words.coverage[row * words.size.width + column]
        }
    }

    /// The text without space around it, if it is one that can be drawn.
    private static func checked(_ text: String, font: LabelFont) throws(LabelError) -> String {
        let isSpace = { (character: Character) in character == " " || character == "\u{3000}" }
        let start = text.drop(while: isSpace)
        guard let end = start.lastIndex(where: { !isSpace($0) }) else { throw .badText(reason: "is empty") }
        let words = String(start[...end])
        guard words.count <= VisibleLabel.longest, words.unicodeScalars.count <= 4 * VisibleLabel.longest else {
            throw .badText(reason: "is longer than \(VisibleLabel.longest) characters")
        }
        for scalar in words.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                throw .badText(reason: "holds a character that is no letter (U+\(String(scalar.value, radix: 16)))")
            default: continue
            }
        }
        let missing = font.missing(in: words)
        guard missing.isEmpty else {
            throw .missingGlyphs(
                characters: missing.map { String($0) }.joined(separator: " "), font: font.family)
        }
        return words
    }

    /// Coverage of a box whose corners are quarter circles.
    private static func roundedBox(_ size: PixelSize, radius: Int) -> [UInt8] {
        let r = Float(radius)
        return (0..<size.area).map { index in
            let (column, row) = (index % size.width, index / size.width)
            // From the nearest corner's centre outwards; 0 or less along the straight edges.
            let across = r - Float(min(column, size.width - 1 - column)) - 0.5
            let down = r - Float(min(row, size.height - 1 - row)) - 0.5
            guard across > 0, down > 0 else { return 255 }
            let beyond = r - (across * across + down * down).squareRoot() + 0.5
            return UInt8(min(1, max(0, beyond)) * 255 + 0.5)
        }
    }
}
