/// A moment in the Gregorian calendar, UTC, years 1…9999, as the homes of metadata write it.
package struct UTCTime: Equatable {
    package var year, month, day, hour, minute, second: Int

    private static let secondsPerDay = 86_400
    /// Days from 1 March of year 0 to 1 January 1970.
    private static let epoch = 719_468

    /// Nil outside the years 1…9999.
    package init?(secondsSince1970 seconds: Int) {
        guard (-62_135_596_800...253_402_300_799).contains(seconds) else { return nil }
        let time = ((seconds % Self.secondsPerDay) + Self.secondsPerDay) % Self.secondsPerDay
        // Years that begin in March have their leap day last; 400 of them have 146,097 days.
        let days = (seconds - time) / Self.secondsPerDay + Self.epoch
        let (cycle, dayOfCycle) = (days / 146_097, days % 146_097)
        let yearOfCycle = (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        // March to January have 153 days in five months, over and over.
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0)
        (hour, minute, second) = (time / 3_600, time / 60 % 60, time % 60)
    }

    /// Reads `2026:11:24 12:30:00`, `2026-11-24T12:30:00+01:00` and what XMP leaves out of it: seconds and what is
    /// smaller, the time, the zone (then UTC is taken).
    package static func seconds(from text: String) -> Int? {
        let form =
            #/
            ([0-9]{4})[:-]([0-9]{2})[:-]([0-9]{2})
            (?:[\ T]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?
            /#
        guard text.utf8.count <= 64, let parts = text.wholeMatch(of: form)?.output else { return nil }
        return seconds(
            year: Int(parts.1), month: Int(parts.2), day: Int(parts.3), hour: parts.4.map { Int($0) } ?? 0,
            minute: parts.5.map { Int($0) } ?? 0, second: parts.6.map { Int($0) } ?? 0, zone: parts.7 ?? "Z")
    }

    /// Reads IIM's `20261124` with `123000+0100`.
    package static func seconds(fromIPTC date: String, time: String?) -> Int? {
        guard let day = date.wholeMatch(of: /([0-9]{4})([0-9]{2})([0-9]{2})/)?.output else { return nil }
        guard let time else {
            return seconds(
                year: Int(day.1), month: Int(day.2), day: Int(day.3), hour: 0, minute: 0, second: 0, zone: "Z")
        }
        let form = /([0-9]{2})([0-9]{2})([0-9]{2})(?:([+-][0-9]{2})([0-9]{2}))?/
        guard let parts = time.wholeMatch(of: form)?.output else { return nil }
        return seconds(
            year: Int(day.1), month: Int(day.2), day: Int(day.3), hour: Int(parts.1), minute: Int(parts.2),
            second: Int(parts.3), zone: Substring("\(parts.4 ?? "+00"):\(parts.5 ?? "00")"))
    }

    private static func seconds(
        year: Int?, month: Int?, day: Int?, hour: Int?, minute: Int?, second: Int?, zone: Substring
    ) -> Int? {
        guard let year, let month, let day, let hour, let minute, let second, (1...9_999).contains(year),
            (1...12).contains(month), (1...31).contains(day), (0...23).contains(hour), (0...59).contains(minute),
            (0...59).contains(second)
        else { return nil }
        let marchYear = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days = marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear - epoch
        let seconds = days * secondsPerDay + hour * 3_600 + minute * 60 + second
        guard zone != "Z" else { return seconds }
        let parts = zone.dropFirst().split(separator: ":").compactMap { Int($0) }
        guard parts.count == 2 else { return nil }
        let offset = parts[0] * 3_600 + parts[1] * 60
        return zone.hasPrefix("-") ? seconds + offset : seconds - offset
    }
}

extension UTCTime {
    /// `2026:11:24 12:30:00` (Exif 2.32 §4.6.5).
    package var exif: String {
        "\(text(year, 4)):\(text(month)):\(text(day)) \(text(hour)):\(text(minute)):\(text(second))"
    }
    /// `2026-11-24T12:30:00Z` (ISO 16684-1 §8.2.1.2).
    package var xmp: String {
        "\(text(year, 4))-\(text(month))-\(text(day))T\(text(hour)):\(text(minute)):\(text(second))Z"
    }
    /// `20261124` (IIM 2:55).
    package var iptcDate: String { "\(text(year, 4))\(text(month))\(text(day))" }
    /// `123000+0000` (IIM 2:60).
    package var iptcTime: String { "\(text(hour))\(text(minute))\(text(second))+0000" }

    private func text(_ number: Int, _ digits: Int = 2) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
