import CKernels

/// A picture resampled row by row (Lanczos, three lobes, linear light) and, when the space is another than its own,
/// with its colours carried over by their light: relative colorimetric between matrix profiles, what lies outside the
/// space laid on its rim.
///
/// Colours count by their alpha, so that what cannot be seen does not tinge what can.
///
/// Holds as many rows of the source's light as the filter is high, whatever the picture's size.
package struct ResampledRows: RowSource {
    package let form: PictureForm
    private var source: any RowSource
    private let across: FilterWeights
    private let down: FilterWeights
    private let matrix: [Float]?
    private let curves: InvertedCurves
    /// Whether pixels of different alpha may come together.
    private let mixesAlpha: Bool
    /// Whether a pixel that is not opaque has come. Until then colours are neither multiplied nor divided by alpha:
    /// the filter's weights add up to 1 but for rounding, and an opaque picture's colours stay free of that.
    private var isTransparent = false
    /// Source rows, already of the result's width, from row `first` on: linear light, times alpha once `isTransparent`.
    private var narrow: [Float] = []
    private var first = 0
    private var seen = 0
    private var made = 0

    /// Rows that are made together.
    private static let band = 64

    package init(_ source: some RowSource, to size: PixelSize, in space: ColorSpace? = nil) {
        let own = source.form
        precondition(size.width > 0 && size.height > 0, "a picture has pixels")
        precondition(own.channels >= 3, "masks have no light")
        let space = space ?? own.colorSpace
        let isConverted = space.profile != own.colorSpace.profile
        form = PictureForm(
            size: size, channels: own.channels, colorSpace: space,
            profileOrigin: isConverted ? .converted(from: own.colorSpace.name) : own.profileOrigin)
        self.source = source
        across = FilterWeights(.lanczos, from: own.size.width, to: size.width)
        down = FilterWeights(.lanczos, from: own.size.height, to: size.height)
        // At the same size no pixel takes anything from another.
        mixesAlpha = own.channels == 4 && size != own.size
        matrix =
            isConverted
            ? own.colorSpace.matrix(to: space).flatMap { [Float($0.x), Float($0.y), Float($0.z)] } : nil
        curves = InvertedCurves(of: space)
    }

    package mutating func next() throws -> RowBand? {
        guard made < form.size.height else { return nil }
        let rows = made..<min(form.size.height, made + Self.band)
        let needed = Int(down.starts[rows.upperBound - 1]) + down.taps
        while seen < needed {
            guard let band = try source.next() else { preconditionFailure("a source gives all its rows") }
            take(band)
        }
        let codes = resampled(rows)
        made = rows.upperBound
        if made < form.size.height { forget(before: Int(down.starts[made])) }
        return RowBand(rows: rows, codes: codes)
    }

    /// Brings source rows to the result's width.
    private mutating func take(_ band: RowBand) {
        let own = source.form
        let (length, count) = (form.rowLength, band.rows.count)
        // Rows from before are opaque: they are as they would be after the multiplication.
        if mixesAlpha, !isTransparent {
            isTransparent = kernel_is_opaque(band.codes, count * own.size.width) == 0
        }
        let rows = [Float](unsafeUninitializedCapacity: count * length) { buffer, filled in
            guard let base = buffer.baseAddress else { return }
            // Each band writes rows of its own.
            nonisolated(unsafe) let to = base
            band.codes.withUnsafeBufferPointer { codes in
                guard let base = codes.baseAddress else { return }
                nonisolated(unsafe) let from = base
                own.colorSpace.withCurves { curves in
                    nonisolated(unsafe) let curves = curves
                    Rows.parallel(count, band: 8) { rows in
                        var light = [Float](repeating: 0, count: own.rowLength)
                        for row in rows {
                            kernel_decode(
                                from + row * own.rowLength, curves, &light, own.size.width, own.channels)
                            if isTransparent { kernel_multiply_alpha(&light, own.size.width) }
                            kernel_resample_row(
                                light, across.starts, across.weights, across.taps, to + row * length,
                                form.size.width, form.channels)
                        }
                    }
                }
            }
            filled = count * length
        }
        narrow += rows
        seen += count
    }

    private mutating func forget(before row: Int) {
        let count = min(row, seen) - first
        guard count > 0 else { return }
        narrow.removeFirst(count * form.rowLength)
        first += count
    }

    private func resampled(_ rows: Range<Int>) -> [UInt16] {
        let length = form.rowLength
        return [UInt16](unsafeUninitializedCapacity: rows.count * length) { buffer, filled in
            guard let base = buffer.baseAddress else { return }
            // Each band writes rows of its own.
            nonisolated(unsafe) let to = base
            curves.withPointers { curves, guesses in
                nonisolated(unsafe) let (curves, guesses) = (curves, guesses)
                Rows.parallel(rows.count, band: 8) { band in
                    // One row at a time stays in the processor's cache.
                    var light = [Float](repeating: 0, count: length)
                    light.withUnsafeMutableBufferPointer { light in
                        guard let light = light.baseAddress else { return }
                        for row in band {
                            sum(row: rows.lowerBound + row, into: light)
                            if isTransparent { kernel_divide_alpha(light, form.size.width) }
                            if let matrix { kernel_matrix(light, matrix, form.size.width, form.channels) }
                            kernel_encode(
                                light, curves, guesses, to + row * length, form.size.width, form.channels)
                        }
                    }
                }
            }
            filled = rows.count * length
        }
    }

    private func sum(row: Int, into light: UnsafeMutablePointer<Float>) {
        let start = Int(down.starts[row]) - first
        narrow.withUnsafeBufferPointer { narrow in
            down.weights.withUnsafeBufferPointer { weights in
                guard let narrow = narrow.baseAddress, let weights = weights.baseAddress else { return }
                kernel_sum_rows(
                    narrow + start * form.rowLength, form.rowLength, weights + row * down.taps, down.taps, light,
                    form.rowLength)
            }
        }
    }
}

extension Photograph {
    /// The picture resampled (Lanczos, three lobes, linear light) and, when `space` is another than its own, with its
    /// colours carried over. 16 bits, unless nothing changes.
    public func resized(to newSize: PixelSize, in space: ColorSpace? = nil) -> Photograph {
        guard newSize != size || (space.map { $0.profile != colorSpace.profile } ?? false) else { return self }
        guard let resized = try? Photograph(ResampledRows(PhotographRows(self), to: newSize, in: space)) else {
            preconditionFailure("pictures in memory have all their rows")
        }
        return resized
    }
}
