import Raster

/// What a network saw as a face, in the coordinates of `Face`: pixels of the photograph, the first pixel's centre at
/// 0.5. Double precision, because crops that are laid by these points are held to a ten-thousandth of a pixel.
package struct DetectedFace: Sendable, Equatable {
    /// 0…1.
    package var score: Float
    /// Corners of the box.
    package var low: SIMD2<Double>
    package var high: SIMD2<Double>
    /// Left eye, right eye, nose tip, left and right mouth corner.
    package var landmarks5: [SIMD2<Double>]

    package init(score: Float, low: SIMD2<Double>, high: SIMD2<Double>, landmarks5: [SIMD2<Double>]) {
        self.score = score
        self.low = low
        self.high = high
        self.landmarks5 = landmarks5
    }

    /// A face that was found by other means.
    package init(_ face: Face) {
        let low = SIMD2(Double(face.box.x), Double(face.box.y))
        let extent = SIMD2(Double(face.box.width), Double(face.box.height))
        self.init(
            score: face.score, low: low, high: low + extent, landmarks5: face.landmarks5.map { SIMD2<Double>($0) })
    }

    package var box: Box {
        Box(x: Float(low.x), y: Float(low.y), width: Float(high.x - low.x), height: Float(high.y - low.y))
    }
}

extension [DetectedFace] {
    /// The best of those that overlap, best first.
    ///
    /// As OpenCV's `NMSBoxes` picks them: a box stays when its intersection over union with every box that stays is at
    /// most `overlap`; equal scores keep their order.
    package func suppressed(threshold: Float, overlap: Float) -> [DetectedFace] {
        let order = indices.filter { self[$0].score > threshold }.sorted { (self[$1].score, $0) < (self[$0].score, $1) }
        var kept: [DetectedFace] = []
        for face in order.map({ self[$0] }) where kept.allSatisfy({ face.overlap(with: $0) <= overlap }) {
            kept.append(face)
        }
        return kept
    }
}

extension DetectedFace {
    private var area: Double { (high.x - low.x) * (high.y - low.y) }

    /// Intersection over union. Two boxes without area are the same one to OpenCV.
    fileprivate func overlap(with other: DetectedFace) -> Float {
        guard area + other.area > .ulpOfOne else { return 1 }
        let common = pointwiseMin(high, other.high) - pointwiseMax(low, other.low)
        let shared = common.min() > 0 ? common.x * common.y : 0
        return 1 - Float(1 - shared / (area + other.area - shared))
    }
}
