extension CanonicalFace {
    /// Mesh points of the 68-point iBUG 300-W scheme, in its order: jaw from the picture's left, brows, nose ridge,
    /// nostrils, eyes, outer lips, inner lips. Jaw and nostrils are the mesh points that lie nearest to a 68-point
    /// model's on the portraits; the others name the same anatomy.
    package static let landmarks68: [Int] = [
        127, 234, 132, 58, 172, 136, 149, 148, 152, 377, 378, 365, 397, 288, 361, 454, 356,
        70, 63, 105, 66, 107, 336, 296, 334, 293, 300,
        168, 197, 195, 4, 75, 97, 2, 326, 305,
        33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380,
        61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181,
        78, 82, 13, 312, 308, 317, 14, 87,
    ]

    private static let noseTip = 4

    /// Left eye, right eye, nose tip, left and right mouth corner of a mesh: an eye is the middle of its opening.
    package func landmarks5(of mesh: [SIMD3<Float>]) -> [SIMD2<Float>] {
        let middle = { (loop: [Int]) -> SIMD2<Float> in
            var sum = SIMD2<Float>.zero
            for point in loop { sum += SIMD2(mesh[point].x, mesh[point].y) }
            return sum / Float(loop.count)
        }
        let at = { (point: Int) in SIMD2(mesh[point].x, mesh[point].y) }
        return [middle(leftEye), middle(rightEye), at(Self.noseTip), at(outerLips[0]), at(outerLips[10])]
    }
}
