import Foundation

/// The moment that a work carries.
public struct CompositionDate: Sendable, Equatable {
    /// Seconds since 1970-01-01 00:00 UTC.
    public let seconds: Int

    public init(seconds: Int) {
        self.seconds = seconds
    }

    /// Now, or what `SOURCE_DATE_EPOCH` says (reproducible-builds.org/specs/source-date-epoch).
    /// - Throws: `WorkError.badEpoch` when the variable is set and is not a whole number of seconds up to the year 9999.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment) throws(WorkError) {
        guard let text = environment["SOURCE_DATE_EPOCH"] else {
            seconds = Int(Date().timeIntervalSince1970)
            return
        }
        guard let value = Int(text), (0..<253_402_300_800).contains(value) else { throw .badEpoch(text: text) }
        seconds = value
    }

    /// Reads what `iso8601` writes; nil for anything else.
    public init?(iso8601 text: String) {
        guard let date = try? Date(text, strategy: .iso8601) else { return nil }
        self.init(seconds: Int(date.timeIntervalSince1970))
        guard self.iso8601 == text else { return nil }
    }

    /// `2026-11-24T15:36:00Z`
    public var iso8601: String {
        Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
    }

    /// `2026:11:24 15:36:00`, UTC: the form of TIFF 6.0's DateTime.
    public var tiff: String {
        let text = iso8601
        return text.prefix(10).replacing("-", with: ":") + " " + text.dropFirst(11).prefix(8)
    }
}
