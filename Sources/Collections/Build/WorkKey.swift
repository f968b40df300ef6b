import Foundation
import Provenance
import Works

/// Names everything that decides a work's bytes, but for the tool and the engine: two works of one key are one work.
///
/// A SHA-256 over the recipe as it was resolved, the inputs' names and SHA-256, the models' SHA-256, what the record of rights says of these inputs, and the plan's date where it has one. All of it stands in
/// `work.json` too, so that a finished work tells its own key: a ledger that was lost, or cut off before its last line, is
/// mended from the works that are there.
public struct WorkKey: Sendable, Hashable, Codable, CustomStringConvertible {
    /// 64 hexadecimal digits.
    public let hexadecimal: String

    public var description: String { hexadecimal }

    public init(hexadecimal: String) {
        self.hexadecimal = hexadecimal
    }

    public init(from decoder: any Decoder) throws {
        hexadecimal = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hexadecimal)
    }
}
