import CKernels

/// Collects a picture at half its size while its rows pass by: the mean light of 2 × 2 pixels, each counted by its
/// alpha.
struct HalvedPicture {
    private let form: PictureForm
    private let curves: InvertedCurves
    private var codes: [UInt16] = []

    init(of form: PictureForm) {
        self.form = form
        curves = InvertedCurves(of: form.colorSpace)
    }

    private var width: Int { (form.size.width + 1) / 2 }

    /// - Parameter band: begins at an even row.
    mutating func take(_ band: RowBand) {
        precondition(band.rows.lowerBound % 2 == 0, "pairs of rows are not torn apart")
        let (form, width, height) = (form, width, (band.rows.count + 1) / 2)
        let length = width * form.channels
        codes += [UInt16](unsafeUninitializedCapacity: height * length) { buffer, count in
            guard let base = buffer.baseAddress else { return }
            // Each band writes rows of its own.
            nonisolated(unsafe) let to = base
            band.codes.withUnsafeBufferPointer { codes in
                guard let base = codes.baseAddress else { return }
                nonisolated(unsafe) let from = base
                curves.withPointers { curves, guesses in
                    nonisolated(unsafe) let (curves, guesses) = (curves, guesses)
                    Rows.parallel(height, band: 8) { rows in
                        let first = rows.lowerBound * 2
                        let count = min(band.rows.count, rows.upperBound * 2) - first
                        var light = [Float](repeating: 0, count: count * form.rowLength)
                        var half = [Float](repeating: 0, count: rows.count * length)
                        kernel_decode(
                            from + first * form.rowLength, curves, &light, count * form.size.width, form.channels)
                        // Means of ones are exactly 1: an opaque picture's colours stay what they are.
                        if form.channels == 4 { kernel_multiply_alpha(&light, count * form.size.width) }
                        kernel_shrink(light, form.size.width, count, form.channels, 2, &half, 0, rows.count)
                        if form.channels == 4 { kernel_divide_alpha(&half, rows.count * width) }
                        kernel_encode(
                            half, curves, guesses, to + rows.lowerBound * length, rows.count * width, form.channels)
                    }
                }
            }
            count = height * length
        }
    }

    /// What has been taken so far.
    var picture: Photograph {
        Photograph(
            size: PixelSize(width: width, height: codes.count / (width * form.channels)), channels: form.channels,
            values: .bits16(codes), colorSpace: form.colorSpace, profileOrigin: form.profileOrigin)
    }
}
