import Foundation

/// What a label needs to know of a font's file: its family's name and which characters it can draw.
///
/// Pango draws a box for a character that no font has and says nothing, so the character map is read here.
/// - SeeAlso: OpenType 1.9.1, "Font file", "cmap" (formats 4 and 12), "name".
package struct FontFile: Sendable {
    /// Nil when the file does not say it in letters that are understood.
    package let family: String?
    /// Rising, without gaps between neighbours' codes where they touch.
    private let ranges: [ClosedRange<UInt32>]

    /// Nil when the file is no font, or is damaged where it is read.
    package init?(_ bytes: Data) {
        let file = FontBytes(bytes)
        var start = 0
        if file.tag(at: 0) == "ttcf" {
            guard let first = file.long(at: 12) else { return nil }
            start = first
        }
        guard let count = file.short(at: start + 4) else { return nil }
        var tables: [String: Range<Int>] = [:]
        for index in 0..<count {
            let place = start + 12 + index * 16
            guard let tag = file.tag(at: place), let offset = file.long(at: place + 8),
                let length = file.long(at: place + 12)
            else { return nil }
            tables[tag] = offset..<offset + length
        }
        guard let cmap = tables["cmap"], let name = tables["name"],
            let ranges = file.coverage(cmap: cmap.lowerBound), !ranges.isEmpty
        else { return nil }
        self.ranges = ranges
        family = file.family(name: name.lowerBound)
    }

    package func covers(_ scalar: Unicode.Scalar) -> Bool {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < scalar.value { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(scalar.value)
    }
}

/// Big-endian numbers of a file, nil beyond its end.
private struct FontBytes {
    private let bytes: Data

    init(_ bytes: Data) { self.bytes = bytes }

    func short(at place: Int) -> Int? {
        guard place >= 0, place <= bytes.count - 2 else { return nil }
        let first = bytes.startIndex + place
        return Int(bytes[first]) << 8 | Int(bytes[first + 1])
    }

    func long(at place: Int) -> Int? {
        guard let high = short(at: place), let low = short(at: place + 2) else { return nil }
        return high << 16 | low
    }

    func tag(at place: Int) -> String? { text(at: place, count: 4) }

    /// ASCII.
    func text(at place: Int, count: Int) -> String? {
        guard place >= 0, count >= 0, place <= bytes.count - count else { return nil }
        let part = bytes[bytes.startIndex + place..<bytes.startIndex + place + count]
        return part.allSatisfy { $0 < 128 } ? String(decoding: part, as: UTF8.self) : nil
    }

    /// The English family name, of Windows' (UTF-16) or Apple's (ASCII) entries.
    func family(name: Int) -> String? {
        guard let count = short(at: name + 2), let strings = short(at: name + 4) else { return nil }
        var found: String?
        for index in 0..<count {
            let place = name + 6 + index * 12
            guard let platform = short(at: place), let language = short(at: place + 4),
                let kind = short(at: place + 6), let length = short(at: place + 8), let offset = short(at: place + 10)
            else { return nil }
            guard kind == 1 else { continue }
            let from = name + strings + offset
            switch (platform, language) {
            case (3, 0x409):
                let units = (0..<length / 2).compactMap { short(at: from + $0 * 2).map { UInt16($0) } }
                return String(decoding: units, as: UTF16.self)
            case (1, 0): found = found ?? text(at: from, count: length)
            default: continue
            }
        }
        return found
    }

    /// Of the map with the most characters: all of Unicode (format 12), else its first plane (format 4).
    func coverage(cmap: Int) -> [ClosedRange<UInt32>]? {
        guard let count = short(at: cmap + 2) else { return nil }
        var places: [Int: Int] = [:]
        for index in 0..<count {
            let record = cmap + 4 + index * 8
            guard let platform = short(at: record), let encoding = short(at: record + 2),
                let offset = long(at: record + 4), let format = short(at: cmap + offset)
            else { return nil }
            if platform == 0 || (platform == 3 && (encoding == 1 || encoding == 10)) { places[format] = cmap + offset }
        }
        if let place = places[12] { return groups(at: place) }
        return places[4].flatMap { segments(at: $0) }
    }

    private func groups(at place: Int) -> [ClosedRange<UInt32>]? {
        guard let count = long(at: place + 12), count <= bytes.count / 12 else { return nil }
        var ranges: [ClosedRange<UInt32>] = []
        for index in 0..<count {
            let group = place + 16 + index * 12
            guard let first = long(at: group), let last = long(at: group + 4), let glyph = long(at: group + 8),
                first <= last, last <= 0x10FFFF, first > ranges.last.map({ Int($0.upperBound) }) ?? -1
            else { return nil }
            // Glyph 0 is the box.
            let start = glyph == 0 ? first + 1 : first
            if start <= last { ranges.append(UInt32(start)...UInt32(last)) }
        }
        return ranges
    }

    private func segments(at place: Int) -> [ClosedRange<UInt32>]? {
        guard let doubled = short(at: place + 6) else { return nil }
        let (ends, starts) = (place + 14, place + 16 + doubled)
        var ranges: [ClosedRange<UInt32>] = []
        for index in stride(from: 0, to: doubled - doubled % 2, by: 2) {
            let offsets = starts + 2 * doubled + index
            guard let last = short(at: ends + index), let first = short(at: starts + index),
                let delta = short(at: starts + doubled + index), let offset = short(at: offsets),
                first > ranges.last.map({ Int($0.upperBound) }) ?? -1
            else { return nil }
            guard first <= last else { continue }
            for code in first...last {
                let listed = offset == 0 ? code : short(at: offsets + offset + (code - first) * 2) ?? 0
                let glyph = offset != 0 && listed == 0 ? 0 : (listed + delta) & 0xFFFF
                guard glyph != 0, code != 0xFFFF else { continue }
                let value = UInt32(code)
                if let end = ranges.last, end.upperBound + 1 == value {
                    ranges[ranges.count - 1] = end.lowerBound...value
                } else {
                    ranges.append(value...value)
                }
            }
        }
        return ranges
    }
}
