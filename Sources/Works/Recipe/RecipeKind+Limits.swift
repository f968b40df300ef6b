import Provenance

/// A part of a work that `max_bytes` can limit.
public enum DeliverableRole: String, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
    case master, image, preview, thumbnail
}

extension RecipeKind<[DeliverableRole: Int]> {
    private static var roles: [String] { DeliverableRole.allCases.map(\.rawValue) }
    /// No signed file of a picture is smaller: credentials alone take up to some 20 kB.
    private static var leastBytes: Int { 25_000 }

    /// Bytes by role, as an object; on a command line as `image=8MB,preview=300kB`.
    static var limits: Self {
        let accepts =
            "an object of whole numbers from \(leastBytes) up with the keys \(roles.joined(separator: ", ")), "
            + "or a text like \"image=8MB,preview=300kB\""
        return Self(
            accepts: accepts,
            read: { value throws(RecipeField.Mismatch) in
                var limits: [DeliverableRole: Int] = [:]
                switch value {
                case .object(let members):
                    for member in members.sorted(by: { $0.key < $1.key }) {
                        guard let role = DeliverableRole(rawValue: member.key), case .number(let number) = member.value,
                            let bytes = Int(exactly: number), bytes >= leastBytes
                        else { throw .init(expected: accepts, found: "\"\(member.key)\": \(member.value.summary)") }
                        limits[role] = bytes
                    }
                case .string(let text):
                    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                        guard let (role, bytes) = limit(from: part), bytes >= leastBytes else {
                            throw .init(expected: accepts, found: value.summary)
                        }
                        limits[role] = bytes
                    }
                default: throw .init(expected: accepts, found: value.summary)
                }
                return limits
            },
            write: { limits in
                .object(Dictionary(uniqueKeysWithValues: limits.map { ($0.key.rawValue, JSONValue($0.value)) }))
            })
    }

    /// `image=8MB`: kB and MB are powers of 1000.
    private static func limit(from text: Substring) -> (DeliverableRole, Int)? {
        guard let match = text.wholeMatch(of: /([a-z]+)=([0-9]{1,12})(kB|MB|GB)?/),
            let role = DeliverableRole(rawValue: String(match.1)), let number = Int(match.2)
        else { return nil }
        let unit = match.3.map { $0 == "kB" ? 1000 : $0 == "MB" ? 1_000_000 : 1_000_000_000 } ?? 1
        return (role, number * unit)
    }
}
