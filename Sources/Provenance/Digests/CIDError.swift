import Foundation

/// Why a text or bytes are no content identifier that is read here.
public enum CIDError: Error, Sendable, Equatable {
    case empty
    case tooLong
    /// The first letter names a base that is not read.
    case prefix(String)
    /// A letter that the base does not have, or a length that it cannot give.
    case letters(base: Int)
    /// A version that is not known, or one that this text cannot hold.
    case version(UInt64)
    /// Cut short, too long, or a number that is not in its shortest form.
    case damaged
    /// In bytes.
    case digestLength(Int)
}

extension CIDError: CustomStringConvertible, LocalizedError {
    /// `what is wrong. What to do.`
    public var description: String {
        switch self {
        case .empty: "the CID is empty. Give one such as bafkrei… or Qm…."
        case .tooLong: "the CID is longer than any. Give the CID alone, such as bafkrei… or Qm…."
        case .prefix(let letter):
            "a CID does not begin with \"\(letter)\" here. Give it in base 32 (b…), in base 58 (z…) or as Qm…."
        case .letters(let base): "the CID is not text in base \(base). Copy it again, in full."
        case .version(let version): "a CID of version \(version) is not read in this form. Give Qm… or version 1."
        case .damaged: "the CID is cut short or damaged. Copy it again, in full."
        case .digestLength(let bytes): "the CID's hash has \(bytes) bytes, which does not fit. Copy it again, in full."
        }
    }

    public var errorDescription: String? { description }
}
