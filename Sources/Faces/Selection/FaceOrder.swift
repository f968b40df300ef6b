/// Orders in which the faces of a photograph may be counted: FaceFusion's eight, by its names. They go by the face's box
/// and the detector's score; faces that are alike keep their order.
public enum FaceOrder: String, Sendable, Codable, CaseIterable {
    /// By the box's left edge.
    case leftRight = "left_right"
    case rightLeft = "right_left"
    /// By the box's top edge.
    case topBottom = "top_bottom"
    case bottomTop = "bottom_top"
    /// By the box's area.
    case smallLarge = "small_large"
    case largeSmall = "large_small"
    /// By the detector's score.
    case bestWorst = "best_worst"
    case worstBest = "worst_best"

    public func apply(to faces: [Face]) -> [Face] {
        positions(of: faces).map { faces[$0] }
    }

    /// Positions in `faces`, in this order.
    func positions(of faces: [Face]) -> [Int] {
        let figures = faces.map(figure)
        return faces.indices.sorted { (figures[$0], $0) < (figures[$1], $1) }
    }

    /// Rises along the order.
    private func figure(of face: Face) -> Float {
        switch self {
        case .leftRight: face.box.x
        case .rightLeft: -face.box.x
        case .topBottom: face.box.y
        case .bottomTop: -face.box.y
        case .smallLarge: face.box.area
        case .largeSmall: -face.box.area
        case .bestWorst: -face.score
        case .worstBest: face.score
        }
    }
}
