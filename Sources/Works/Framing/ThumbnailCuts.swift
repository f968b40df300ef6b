import Raster

/// How marketplaces cut a picture for their grids and profiles: from its middle, as large as it goes.
///
/// Heads are taken as ellipses. What the picture itself cuts of a head counts as cut.
public struct ThumbnailCuts: Sendable, Hashable {
    public enum Shape: String, Sendable, Codable, CaseIterable {
        case square
        /// The square's inscribed circle.
        case circle
        /// 3 wide, 4 high.
        case upright = "3:4"
    }

    public struct Cut: Sendable, Hashable {
        public var shape: Shape
        /// In pixels of the picture from which the crop was taken; for the circle the square around it.
        public var box: PixelBox
        /// Share of the main face's head that is cut off, 0…1; nil without a face.
        public var headLoss: Double?
        /// Whether the head is whole inside; nil without a face.
        public var isHeadWhole: Bool? { headLoss.map { $0 == 0 } }
    }

    /// One for each shape.
    public let cuts: [Cut]

    /// - Parameters:
    ///   - crop: what is shown: the whole picture, or the crop of it.
    ///   - face: the main face's box, in the same pixels as `crop`.
    public init(of crop: PixelBox, face: Box?) {
        let head = face.map { Ellipse(in: Extent($0.head)) }
        cuts = Shape.allCases.map { shape in
            let ratio = shape == .upright ? PixelSize(width: 3, height: 4) : PixelSize(width: 1, height: 1)
            let size = ratio.fitted(into: crop.size)
            let box = PixelBox(
                x: crop.x + (crop.width - size.width) / 2, y: crop.y + (crop.height - size.height) / 2,
                width: size.width, height: size.height)
            return Cut(shape: shape, box: box, headLoss: head?.loss(in: Window(box, isRound: shape == .circle)))
        }
    }

    public subscript(shape: Shape) -> Cut? { cuts.first { $0.shape == shape } }
}

/// A head.
private struct Ellipse {
    /// Rows that are looked at: the share that is lost is found to about 1e-5.
    private static let strips = 2048
    /// Less than this, a share of the head's area, is no cut: a sliver of 1.4 % of the head's half height, far below
    /// what an estimated head is good for.
    private static let negligible = 1e-3

    let center: SIMD2<Double>
    let radii: SIMD2<Double>

    init(in extent: Extent) {
        center = extent.middle
        radii = SIMD2(extent.width, extent.height) / 2
    }

    /// Share of the area outside the window, 0…1; 0 when what lies outside is negligible.
    func loss(in window: Window) -> Double {
        var (all, inside) = (0.0, 0.0)
        for strip in 0..<Self.strips {
            let down = (Double(strip) + 0.5) / Double(Self.strips) * 2 - 1
            let half = radii.x * (1 - down * down).squareRoot()
            all += 2 * half
            guard let chord = window.chord(at: center.y + down * radii.y) else { continue }
            inside += max(0, min(center.x + half, chord.upperBound) - max(center.x - half, chord.lowerBound))
        }
        let loss = max(0, 1 - inside / all)
        return loss < Self.negligible ? 0 : loss
    }
}

/// What a thumbnail shows.
private struct Window {
    let extent: Extent
    let isRound: Bool

    init(_ box: PixelBox, isRound: Bool) {
        extent = Extent(box)
        self.isRound = isRound
    }

    /// The columns that are shown at a height; nil outside.
    func chord(at y: Double) -> ClosedRange<Double>? {
        guard y >= extent.top, y <= extent.bottom else { return nil }
        guard isRound else { return extent.left...extent.right }
        let (radius, down) = (extent.width / 2, y - extent.middle.y)
        guard abs(down) < radius else { return nil }
        let half = (radius * radius - down * down).squareRoot()
        return extent.middle.x - half...extent.middle.x + half
    }
}
