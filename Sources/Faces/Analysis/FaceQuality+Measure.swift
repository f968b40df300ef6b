import CKernels
import Raster

extension FaceQuality {
    /// A face is always measured at this size, so that a photograph that is larger than it needs to be does not
    /// count as blurred.
    private static let samples = 512
    /// Rows that are summed together, of which `samples` is a multiple; in the same order whatever runs beside.
    private static let band = 64
    /// The crop is this much larger than the mesh.
    private static let room: Float = 1.25
    /// Ratio of detail to contrast that counts as half crisp: a portrait whose finest lines just show.
    private static let halfCrisp = 0.02

    /// Measures the face oval in a crop of the photograph as sRGB, level with the eyes and 512 samples a side.
    ///
    /// - `exposure` is the mean luminance (Rec. 709 weights on code values).
    /// - `sharpness` is d / (d + 0.02), d = r / σ: r the root mean square of the differences between a sample and the
    ///   mean of its four neighbours, σ the standard deviation of the luminance. Faces smaller than the crop are
    ///   enlarged and so lose; noise counts as detail.
    /// - `clipped` counts samples whose channels are all below 0.5/255 or all above 254.5/255.
    init(
        of mesh: PlacedMesh, outline: FaceOutline, in photograph: Photograph, colors: DisplayColors
    ) {
        let frame = mesh.frame(room: Self.room)
        let excerpt = Excerpt(of: photograph, around: frame, samples: Self.samples, margin: 0, colors: colors)
        let crop = excerpt.crop(frame, samples: Self.samples)
        let spans = outline.spans(in: frame, samples: Self.samples)
        let sums = Array(stride(from: 0, to: Self.samples, by: Self.band)).concurrentMap { row in
            kernel_measure_spans(crop, Self.samples, spans.from, spans.to, row, row + Self.band)
        }.reduce(kernel_span_sums()) { $0.adding($1) }
        guard sums.count > 0 else {
            self.init(sharpness: 0, exposure: 0, clipped: 0)
            return
        }
        let mean = sums.luminance / sums.count
        let contrast = max(0, sums.square / sums.count - mean * mean).squareRoot()
        let detail = (sums.detail / sums.count).squareRoot()
        let ratio = contrast > 0 ? detail / contrast : 0
        self.init(
            sharpness: Float(ratio / (ratio + Self.halfCrisp)), exposure: Float(mean),
            clipped: Float(sums.clipped / sums.count))
    }
}

extension kernel_span_sums {
    fileprivate func adding(_ other: kernel_span_sums) -> kernel_span_sums {
        kernel_span_sums(
            count: count + other.count, luminance: luminance + other.luminance, square: square + other.square,
            detail: detail + other.detail, clipped: clipped + other.clipped)
    }
}
