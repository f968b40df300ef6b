import Inference
import Raster

/// How a detector sees a photograph: turned, padded, made as small as its canvas where it is larger, in the canvas' left
/// top corner with black beside it.
struct DetectorView {
    /// From the photograph to the canvas; `CropMatrix` has the coordinates.
    private let matrix: CropMatrix
    /// What of the canvas shows the photograph.
    private let seen: PixelSize
    /// Pixels of the padded picture for one of the canvas.
    private let ratio: SIMD2<Double>
    /// Left top corner of the turned picture in the padded one.
    private let corner: SIMD2<Double>
    /// From the turned picture to the photograph.
    private let back: CropMatrix
    private let side: Int

    /// - Parameter side: of the canvas, in pixels.
    init(of size: PixelSize, turned turn: QuarterTurn, margins: DetectorMargins, side: Int) {
        let turned = turn.matrix(of: size)
        let padding = margins.padding(of: turned.size)
        let padded = padding.size
        var seen = padded
        if padded.width > side || padded.height > side {
            let scale = min(Double(side) / Double(padded.height), Double(side) / Double(padded.width))
            seen = PixelSize(
                width: max(1, Int(Double(padded.width) * scale)), height: max(1, Int(Double(padded.height) * scale)))
        }
        self.seen = seen
        self.side = side
        corner = padding.corner
        ratio = SIMD2(
            Double(padded.width) / Double(seen.width), Double(padded.height) / Double(seen.height))
        // A quarter turn is never flat.
        back = turned.matrix.inverse ?? turned.matrix
        matrix = turned.matrix.shifted(by: -padding.corner).followed(by: .resizing(from: padded, to: seen))
    }

    /// The canvas as the network takes it, 1 × 3 × side × side. What is black there is 0 before the colours are moved.
    func tensor(of photograph: Photograph, colors: NetworkColors) -> Tensor {
        let picture = photograph.sampled(by: matrix, to: seen, border: .zero)
        guard seen.width < side || seen.height < side else { return colors.tensor(of: picture) }
        var canvas = Raster(width: side, height: side, channels: 3)
        let length = seen.width * 3
        for row in 0..<seen.height {
            canvas.values.replaceSubrange(
                row * side * 3..<row * side * 3 + length, with: picture.values[row * length..<(row + 1) * length])
        }
        return colors.tensor(of: canvas)
    }

    /// What a network saw, in the coordinates of `Face`.
    func placed(_ sighting: DetectorFamily.Sighting) -> DetectedFace {
        let upright = { (point: SIMD2<Double>) in back(point * ratio - corner) + 0.5 }
        // Of a turned box the corners swap places.
        let ends = (upright(sighting.low), upright(sighting.high))
        return DetectedFace(
            score: sighting.score, low: pointwiseMin(ends.0, ends.1), high: pointwiseMax(ends.0, ends.1),
            landmarks5: sighting.landmarks5.map(upright))
    }
}
