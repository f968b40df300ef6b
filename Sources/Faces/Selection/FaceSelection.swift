/// Which of a photograph's faces are meant. Left and right are the picture's; `index` counts from 0 in the order of
/// `FaceAnalyser.analyse`, so that `best` is `index(0)`. Where a filter is given, only the faces that pass it are there.
public enum FaceSelection: Sendable, Hashable {
    case best, worst, largest, smallest, left, right, top, bottom, all
    /// Every face of the person that the filter's reference shows; none without one.
    case reference
    case index(Int)

    /// Those without a number, by the words for them.
    private static let words: [String: FaceSelection] = Dictionary(
        uniqueKeysWithValues: [
            FaceSelection.best, .worst, .largest, .smallest, .left, .right, .top, .bottom, .all, .reference,
        ].map { ($0.description, $0) })

    /// Reads `best`, `worst`, `largest`, `smallest`, `left`, `right`, `top`, `bottom`, `all`, `reference`, and `index 2`
    /// or `2`; nil for anything else.
    public init?(_ text: String) {
        if let named = Self.words[text] {
            self = named
            return
        }
        let digits = text.hasPrefix("index ") ? text.dropFirst("index ".count) : text[...]
        guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }), let index = Int(digits) else {
            return nil
        }
        self = .index(index)
    }

    /// - Throws: `FacesError.unreadableSelection`.
    public init(parsing text: String) throws(FacesError) {
        guard let selection = FaceSelection(text) else { throw .unreadableSelection(text) }
        self = selection
    }

    /// Positions in `faces` of those that are meant, in its order; empty when none is there.
    /// - Parameter order: in which `index` counts; nil for that of `faces`.
    public func choose(_ faces: [Face], filter: FaceFilter = FaceFilter(), order: FaceOrder? = nil) -> [Int] {
        let passing = filter.choose(faces)
        if case .index(let index) = self, let order {
            let counted = order.positions(of: faces).filter(passing.contains)
            return counted.indices.contains(index) ? [counted[index]] : []
        }
        let first = { (figure: (Face) -> Float) in Self.first(of: passing, by: { figure(faces[$0]) }) }
        return switch self {
        case .all: passing
        case .reference: filter.reference.isEmpty ? [] : passing
        case .best: Array(passing.prefix(1))
        case .worst: passing.last.map { [$0] } ?? []
        case .index(let index): passing.indices.contains(index) ? [passing[index]] : []
        case .largest: first { $0.share }
        case .smallest: first { -$0.share }
        case .left: first { -$0.box.center.x }
        case .right: first { $0.box.center.x }
        case .top: first { -$0.box.center.y }
        case .bottom: first { $0.box.center.y }
        }
    }

    /// The faces that are meant.
    /// - Throws: `FacesError.noFace` when `faces` is empty, `FacesError.noSuchFace` when none of them is meant.
    public func apply(to faces: [Face], filter: FaceFilter = FaceFilter()) throws(FacesError) -> [Face] {
        guard !faces.isEmpty else { throw .noFace }
        let chosen = choose(faces, filter: filter)
        guard !chosen.isEmpty else {
            let passing = filter.choose(faces).count
            guard passing > 0 else { throw .noneMatches(found: faces.count) }
            throw .noSuchFace(selection: description, found: passing)
        }
        return chosen.map { faces[$0] }
    }

    /// The one with the most of `figure`; of several, the better one.
    private static func first(of positions: [Int], by figure: (Int) -> Float) -> [Int] {
        var chosen: Int?
        for index in positions where chosen.map({ figure(index) > figure($0) }) ?? true { chosen = index }
        return chosen.map { [$0] } ?? []
    }
}

extension FaceSelection: CustomStringConvertible {
    /// The text that `init(_:)` reads.
    public var description: String {
        switch self {
        case .best: "best"
        case .worst: "worst"
        case .largest: "largest"
        case .smallest: "smallest"
        case .left: "left"
        case .right: "right"
        case .top: "top"
        case .bottom: "bottom"
        case .all: "all"
        case .reference: "reference"
        case .index(let index): "index \(index)"
        }
    }
}
