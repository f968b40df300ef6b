extension Float {
    /// 0 below a range, 1 above it, smooth between: 3t² − 2t³.
    package func smoothStep(_ range: ClosedRange<Float>) -> Float {
        let t = Swift.min(1, Swift.max(0, (self - range.lowerBound) / (range.upperBound - range.lowerBound)))
        return t * t * (3 - 2 * t)
    }
}
