/// A name as schedulers know partitions, claims, secrets and images by: nothing in it means more to a shell, to `#SBATCH`
/// lines or to YAML.
public struct SchedulerValue: Sendable, Hashable, CustomStringConvertible {
    public let text: String

    public var description: String { text }

    /// - Returns: nil unless it has 1 to 255 of ASCII letters, digits and `._,:+@/-`, the first a letter, a digit or `/`.
    public init?(_ text: String) {
        func isPlain(_ letter: UInt8) -> Bool {
            switch letter {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"):
                true
            default: false
            }
        }
        guard let first = text.utf8.first, isPlain(first), text.utf8.count <= 255,
            text.utf8.allSatisfy({ isPlain($0) || "._,:+@-".utf8.contains($0) })
        else { return nil }
        self.text = text
    }

    /// A job's name that Slurm and Kubernetes (a DNS label, with room for an index) both take.
    public static func jobName(for title: String) -> String {
        let words = title.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let name = (["likeness"] + words.map(String.init)).joined(separator: "-")
        return String(name.prefix(40)).replacing(#/-+$/#, with: "")
    }
}
