import Raster

/// Which part of a picture is kept: what the recipe's `crop` says.
public enum Crop: Sendable, Hashable {
    /// The whole picture.
    case none
    /// The tightest crop of the picture's own proportions around the face.
    case subject
    /// The largest crop whose sides are as `width` to `height`, each 1…100.
    case ratio(width: Int, height: Int)
    /// This box, in pixels of the picture.
    case box(PixelBox)

    /// Sides of a ratio.
    public static let ratioSides = 1...100

    /// Completes "Give …".
    public static let accepts =
        "none, subject, a ratio like \"4:5\" (1 to 100 each), or a box like \"120,80,1600x2000\" (x,y,width x height)"
}

extension Crop: CustomStringConvertible {
    /// Most of any number in a box, in pixels.
    private static let largestNumber = 9_999_999

    /// Reads `none`, `subject`, `4:5`, and a box as `x,y,WxH`; nil for anything else, blanks and leading zeros too, so
    /// that every crop has one text.
    public init?(_ text: String) {
        switch text {
        case "none": self = .none
        case "subject": self = .subject
        default:
            if let ratio = Self.numbers(in: text, between: ":", in: Self.ratioSides) {
                self = .ratio(width: ratio.0, height: ratio.1)
                return
            }
            let parts = text.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, let x = Self.number(parts[0], in: 0...Self.largestNumber),
                let y = Self.number(parts[1], in: 0...Self.largestNumber),
                let sides = Self.numbers(in: String(parts[2]), between: "x", in: 1...Self.largestNumber)
            else { return nil }
            self = .box(PixelBox(x: x, y: y, width: sides.0, height: sides.1))
        }
    }

    /// The text that `init(_:)` reads.
    public var description: String {
        switch self {
        case .none: "none"
        case .subject: "subject"
        case .ratio(let width, let height): "\(width):\(height)"
        case .box(let box): "\(box.x),\(box.y),\(box.width)x\(box.height)"
        }
    }

    private static func numbers(in text: String, between mark: Character, in range: ClosedRange<Int>) -> (Int, Int)? {
        let parts = text.split(separator: mark, omittingEmptySubsequences: false)
        guard parts.count == 2, let first = number(parts[0], in: range), let second = number(parts[1], in: range) else {
            return nil
        }
        return (first, second)
    }

    private static func number(_ text: Substring, in range: ClosedRange<Int>) -> Int? {
        guard let number = Int(text), range.contains(number), String(number) == text else { return nil }
        return number
    }
}
