/// How much memory a task may take.
public struct MemorySize: Sendable, Hashable {
    /// 2²⁰ bytes; at least 1.
    public let mebibytes: Int

    /// - Returns: nil unless it is above 0.
    public init?(mebibytes: Int) {
        guard mebibytes >= 1 else { return nil }
        self.mebibytes = mebibytes
    }

    /// As Slurm writes it, in powers of 1024: `4G`, `512M`, `2048` (mebibytes). `4Gi` and `512Mi` are taken too.
    public init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let units = ["": 1, "M": 1, "Mi": 1, "G": 1024, "Gi": 1024, "T": 1 << 20, "Ti": 1 << 20]
        guard let number = Shard.number(digits), let unit = units[String(text.dropFirst(digits.count))] else {
            return nil
        }
        self.init(mebibytes: number * unit)
    }
}
