/// Which of a photograph's faces are meant. Left and right are the picture's; `index` counts from 0 in the order of
/// `FaceAnalyser.analyse`, so that `best` is `index(0)`.
public enum FaceSelection: Sendable, Hashable {
    case best, largest, left, right, all
    case index(Int)

    /// Reads `best`, `largest`, `left`, `right`, `all`, and `index 2` or `2`; nil for anything else.
    public init?(_ text: String) {
        switch text {
        case "best": self = .best
        case "largest": self = .largest
        case "left": self = .left
        case "right": self = .right
        case "all": self = .all
        default:
            let digits = text.hasPrefix("index ") ? text.dropFirst("index ".count) : text[...]
            guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }), let index = Int(digits) else {
                return nil
            }
            self = .index(index)
        }
    }

    /// - Throws: `FacesError.unreadableSelection`.
    public init(parsing text: String) throws(FacesError) {
        guard let selection = FaceSelection(text) else { throw .unreadableSelection(text) }
        self = selection
    }

    /// Positions in `faces` of those that are meant, in its order; empty when none is there.
    public func choose(_ faces: [Face]) -> [Int] {
        switch self {
        case .all: Array(faces.indices)
        case .best: Array(faces.indices.prefix(1))
        case .index(let index): faces.indices.contains(index) ? [index] : []
        case .largest: Self.first(of: faces) { $0.share }
        case .left: Self.first(of: faces) { -$0.box.center.x }
        case .right: Self.first(of: faces) { $0.box.center.x }
        }
    }

    /// The faces that are meant.
    /// - Throws: `FacesError.noFace` when `faces` is empty, `FacesError.noSuchFace` when the index is beyond them.
    public func apply(to faces: [Face]) throws(FacesError) -> [Face] {
        guard !faces.isEmpty else { throw .noFace }
        let chosen = choose(faces)
        guard !chosen.isEmpty else { throw .noSuchFace(selection: description, found: faces.count) }
        return chosen.map { faces[$0] }
    }

    /// The face with the most of `figure`; of several, the better one.
    private static func first(of faces: [Face], by figure: (Face) -> Float) -> [Int] {
        var chosen: Int?
        for index in faces.indices where chosen.map({ figure(faces[index]) > figure(faces[$0]) }) ?? true {
            chosen = index
        }
        return chosen.map { [$0] } ?? []
    }
}

extension FaceSelection: CustomStringConvertible {
    /// The text that `init(_:)` reads.
    public var description: String {
        switch self {
        case .best: "best"
        case .largest: "largest"
        case .left: "left"
        case .right: "right"
        case .all: "all"
        case .index(let index): "index \(index)"
        }
    }
}
