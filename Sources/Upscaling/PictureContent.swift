import Raster

/// Whether a picture is a photograph or a drawing, told from its pixels: the two want different networks.
public struct PictureContent: Sendable, Equatable {
    public enum Kind: String, Sendable {
        case photograph, illustration
    }

    public var kind: Kind
    /// Share of the picture that has one colour over at least 3 × 3 pixels, give or take a code value.
    public var flat: Double
    /// Share of the rest that lies on a sharp edge: most of a drawing's, few of a photograph's.
    public var edges: Double

    /// The bundled network for such a picture.
    public var model: String { kind == .photograph ? "real_esrgan_4x" : "real_esrgan_anime_4x" }

    /// One line for people.
    public var reason: String {
        let (flat, edges) = (Int((flat * 100).rounded()), Int((edges * 100).rounded()))
        return "\(kind == .photograph ? "a photograph" : "an illustration"): "
            + "\(flat) % is flat, \(edges) % of the rest are sharp edges"
    }

    /// Both must be exceeded by an illustration: a studio's backdrop is flat too, and a street has edges.
    private static let (flatIllustration, edgyIllustration) = (0.35, 0.25)
    /// Range of 8-bit code values over 3 × 3 pixels that counts as flat, and from which it counts as an edge.
    private static let (flatRange, edgeRange) = (2, 64)
    /// About so many places are looked at.
    private static let places = 200_000

    public init(of photograph: Photograph) {
        let (width, height) = (photograph.size.width, photograph.size.height)
        let step = max(1, Int((Double(photograph.size.area) / Double(Self.places)).squareRoot()))
        var (all, flat, edge) = (0, 0, 0)
        for y in stride(from: 1, to: height - 1, by: step) {
            for x in stride(from: 1, to: width - 1, by: step) {
                let range = photograph.range(aroundX: x, y: y)
                all += 1
                if range <= Self.flatRange { flat += 1 }
                if range >= Self.edgeRange { edge += 1 }
            }
        }
        self.flat = all > 0 ? Double(flat) / Double(all) : 0
        edges = all > flat ? Double(edge) / Double(all - flat) : 0
        kind =
            self.flat > Self.flatIllustration && edges > Self.edgyIllustration ? .illustration : .photograph
    }
}

extension Photograph {
    /// Largest difference, over the channels, of 8-bit code values in 3 × 3 pixels.
    fileprivate func range(aroundX x: Int, y: Int) -> Int {
        var most = 0
        for channel in 0..<3 {
            var (low, high) = (255, 0)
            for j in y - 1...y + 1 {
                for i in x - 1...x + 1 {
                    let at = (j * size.width + i) * channels + channel
                    let code =
                        switch values {
                        case .bits8(let codes): Int(codes[at])
                        case .bits16(let codes): Int(codes[at] >> 8)
                        }
                    low = min(low, code)
                    high = max(high, code)
                }
            }
            most = max(most, high - low)
        }
        return most
    }
}
