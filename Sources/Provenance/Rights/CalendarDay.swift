import Foundation

/// A day of the Gregorian calendar, without a time zone: `2030-12-31` (ISO 8601, the extended form alone).
public struct CalendarDay: Sendable, Hashable {
    public let year: Int
    public let month: Int
    public let day: Int

    /// Reads `YYYY-MM-DD`; nil when it is written in another way or there is no such day.
    public init?(_ text: String) {
        guard let match = text.wholeMatch(of: /([0-9]{4})-([0-9]{2})-([0-9]{2})/),
            let year = Int(match.1), let month = Int(match.2), let day = Int(match.3)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Nil when there is no such day between the years 1 and 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            (1...Self.days(in: month, of: year)).contains(day)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day that an instant falls on in Greenwich; nil outside the years 1 to 9999.
    public init?(inUTC instant: Date) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.era, .year, .month, .day], from: instant)
        guard parts.era == 1, let year = parts.year, let month = parts.month, let day = parts.day else { return nil }
        self.init(year: year, month: month, day: day)
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }
}

extension CalendarDay: Comparable, CustomStringConvertible {
    public static func < (day: CalendarDay, other: CalendarDay) -> Bool {
        (day.year, day.month, day.day) < (other.year, other.month, other.day)
    }

    public var description: String {
        // Four, two and two digits; a year before 1000 keeps its zeros.
        "\(String(year + 10_000).dropFirst())-\(String(month + 100).dropFirst())-\(String(day + 100).dropFirst())"
    }
}
