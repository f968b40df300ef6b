import Raster

/// Where the faces of a picture lie, as shares of its sides: of use at every size of the picture.
struct FaceAreas: Sendable {
    private let boxes: [Box]

    /// Half axes of a head's ellipse, in widths and heights of the face's box, and how far it fades beyond.
    private static let (across, down, fade): (Float, Float, Float) = (0.72, 0.80, 0.35)

    /// - Parameters:
    ///   - boxes: pixels of the whole picture.
    ///   - frame: the part of it that is kept.
    init(_ boxes: [Box], in frame: PixelBox) {
        let (width, height) = (Float(frame.width), Float(frame.height))
        self.boxes = boxes.map {
            Box(
                x: ($0.x - Float(frame.x)) / width, y: ($0.y - Float(frame.y)) / height, width: $0.width / width,
                height: $0.height / height)
        }
    }

    /// 1 on the faces and 0 far from them, in a picture of the given size.
    func mask(at size: PixelSize) -> Mask {
        var mask = Mask(width: size.width, height: size.height)
        let (width, height) = (Float(size.width), Float(size.height))
        for box in boxes {
            let center = box.center * SIMD2(width, height)
            let axes = SIMD2(box.width * width * Self.across, box.height * height * Self.down)
            let reach = axes * (1 + Self.fade)
            let part = PixelBox(
                x: Int((center.x - reach.x).rounded(.down)), y: Int((center.y - reach.y).rounded(.down)),
                width: Int(reach.x * 2) + 2, height: Int(reach.y * 2) + 2
            ).intersection(PixelBox(size))
            for y in part.y..<part.maxY {
                for x in part.x..<part.maxX {
                    let away = (SIMD2(Float(x) + 0.5, Float(y) + 0.5) - center) / axes
                    let distance = (away.x * away.x + away.y * away.y).squareRoot()
                    mask[x, y] = max(mask[x, y], 1 - distance.smoothStep(1...1 + Self.fade))
                }
            }
        }
        return mask
    }
}
