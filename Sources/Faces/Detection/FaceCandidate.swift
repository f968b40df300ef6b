import Raster

/// What a detector saw: a square that holds a face, and where its features lie, in pixels of the photograph.
struct FaceCandidate: Sendable {
    /// 0…1.
    var score: Float
    var center: SIMD2<Float>
    /// Edge of the square.
    var side: Float
    /// Picture's left eye of an upright face, its right eye, nose tip, mouth, picture's left and right ear.
    var keyPoints: [SIMD2<Float>]

    var box: Box {
        Box(x: center.x - side / 2, y: center.y - side / 2, width: side, height: side)
    }

    /// Unit vector from eye to eye, which is the face's own horizontal.
    var axis: SIMD2<Float> {
        (keyPoints[1] - keyPoints[0]).unit ?? SIMD2(1, 0)
    }
}

extension [FaceCandidate] {
    /// Two squares that share more than this show one face.
    private static let sameFace: Float = 0.3

    /// One candidate for each face, best first: those that overlap the best one are averaged into it, weighted by
    /// score.
    ///
    /// Averaging steadies the square, where picking one would jump between neighbouring cells of the detector.
    /// - SeeAlso: Bazarevsky et al. 2019, "BlazeFace", §3.4.
    func blended() -> [FaceCandidate] {
        grouped().map { group in
            var blend = group[0]
            var (total, center, side): (Float, SIMD2<Float>, Float) = (0, .zero, 0)
            var points = [SIMD2<Float>](repeating: .zero, count: blend.keyPoints.count)
            for candidate in group {
                total += candidate.score
                center += candidate.center * candidate.score
                side += candidate.side * candidate.score
                for index in points.indices { points[index] += candidate.keyPoints[index] * candidate.score }
            }
            blend.center = center / total
            blend.side = side / total
            blend.keyPoints = points.map { $0 / total }
            return blend
        }
    }

    /// Candidates of one face each, best first in a group and between groups.
    func grouped() -> [[FaceCandidate]] {
        var groups: [[FaceCandidate]] = []
        let order = indices.sorted { (self[$1].score, $0) < (self[$0].score, $1) }
        for candidate in order.map({ self[$0] }) {
            if let home = groups.firstIndex(where: { $0[0].box.overlap(with: candidate.box) > Self.sameFace }) {
                groups[home].append(candidate)
            } else {
                groups.append([candidate])
            }
        }
        return groups
    }
}
