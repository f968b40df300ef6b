extension Metadata {
    /// The metadata as all homes can hold it alike, or what forbids it.
    ///
    /// XML has no control characters, Exif ends a text at its first NUL, PNG's lines end in a line feed, and readers
    /// trim what surrounds a text: this is settled before anything is written, so that no home differs from another.
    package func tidied() throws(MetadataError) -> Metadata {
        if let created, UTCTime(secondsSince1970: created) == nil { throw .dateOutOfRange(seconds: created) }
        var tidied = self
        tidied.artist = artist.flatMap(Self.tidy)
        tidied.title = title.flatMap(Self.tidy)
        tidied.description = description.flatMap(Self.tidy)
        tidied.copyright = copyright.flatMap(Self.tidy)
        tidied.keywords = keywords.compactMap(Self.tidy)
        tidied.creatorTool = creatorTool.flatMap(Self.tidy)
        tidied.aiLabel?.systemUsed = aiLabel?.systemUsed.flatMap(Self.tidy)
        tidied.aiLabel?.systemVersion = aiLabel?.systemVersion.flatMap(Self.tidy)
        if tidied.aiLabel == AILabel() { tidied.aiLabel = nil }
        if let artist = tidied.artist, DecentralizedIdentifier.isMeant(by: artist) {
            do {
                _ = try DecentralizedIdentifier(artist)
            } catch {
                throw .wrongIdentifier(error)
            }
        }
        return tidied
    }

    /// Nil when nothing is left.
    private static func tidy(_ text: String) -> String? {
        var result = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where previous == "\r": break
            case "\r", "\n": result.append("\n")
            case "\t": result.append(scalar)
            case "\0"..<" ", "\u{7F}"..."\u{9F}": result.append(" ")
            // The two last code points of each plane are no characters.
            case _ where scalar.value & 0xFFFE == 0xFFFE: result.append(" ")
            default: result.append(scalar)
            }
            previous = scalar
        }
        let isSpace = { (scalar: Unicode.Scalar) in scalar == " " || scalar == "\n" || scalar == "\t" }
        guard let first = result.firstIndex(where: { !isSpace($0) }),
            let last = result.lastIndex(where: { !isSpace($0) })
        else { return nil }
        return String(result[first...last])
    }
}

extension String {
    /// As many whole characters as fit in `limit` bytes of UTF-8. When not even one does, as many code points.
    package func cut(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var (bytes, end) = (0, startIndex)
        while end < endIndex {
            bytes += self[end].utf8.count
            if bytes > limit { break }
            end = index(after: end)
        }
        if end > startIndex { return String(self[..<end]) }
        var scalars = UnicodeScalarView()
        bytes = 0
        for scalar in unicodeScalars {
            bytes += UTF8.width(scalar)
            if bytes > limit { break }
            scalars.append(scalar)
        }
        return String(scalars)
    }
}
