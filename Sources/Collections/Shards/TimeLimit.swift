/// How long a task may take.
public struct TimeLimit: Sendable, Hashable {
    /// At least 1.
    public let seconds: Int

    /// - Returns: nil unless it is above 0 and at most a year.
    public init?(seconds: Int) {
        guard (1...366 * 86_400).contains(seconds) else { return nil }
        self.seconds = seconds
    }

    /// As Slurm writes times: `90` (minutes), `90:30`, `4:00:00`, `2-12`, `2-12:30`, `2-12:30:00`.
    public init?(_ text: String) {
        let halves = text.split(separator: "-", omittingEmptySubsequences: false)
        guard halves.count <= 2, let last = halves.last else { return nil }
        let parts = last.split(separator: ":", omittingEmptySubsequences: false).map { Shard.number($0) }
        let numbers = parts.compactMap { $0 }
        guard numbers.count == parts.count, numbers.count <= 3, numbers.allSatisfy({ $0 < 10_000_000 }) else {
            return nil
        }
        if halves.count == 2 {
            guard let days = Shard.number(halves[0]), days <= 366 else { return nil }
            self.init(seconds: days * 86_400 + zip(numbers, [3600, 60, 1]).reduce(0) { $0 + $1.0 * $1.1 })
        } else {
            let units = [[60], [60, 1], [3600, 60, 1]][numbers.count - 1]
            self.init(seconds: zip(numbers, units).reduce(0) { $0 + $1.0 * $1.1 })
        }
    }

    /// `2-12:30:00`
    var slurm: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let clock = "\(two(seconds / 3600 % 24)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        return seconds >= 86_400 ? "\(seconds / 86_400)-\(clock)" : clock
    }
}
