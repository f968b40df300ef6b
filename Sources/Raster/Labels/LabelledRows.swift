import CKernels

/// Lays a label over rows as they pass. How dark the plate is follows each pixel below it, so that no row has to wait
/// for another and a picture of any size can be labelled.
package struct LabelledRows: RowSource {
    package var form: PictureForm { source.form }
    private var source: any RowSource
    private let label: DrawnLabel
    private let curves: InvertedCurves

    /// White against the plate (WCAG 2.2, success criterion 1.4.6).
    private static let contrast: Float = 7
    /// The most luminance that leaves white this contrast: (1 + 0.05) / (ceiling + 0.05).
    private static let ceiling: Float = 1.05 / contrast - 0.05
    /// What the plate takes from dark parts too, so that texture does not disturb the letters.
    private static let dim: Float = 0.5

    /// - Parameter label: drawn for pictures of the source's size.
    package init(_ source: some RowSource, with label: DrawnLabel) {
        precondition(source.form.size == label.pictureSize, "the label is drawn for this size")
        precondition(source.form.channels >= 3, "masks have no light")
        self.source = source
        self.label = label
        curves = InvertedCurves(of: source.form.colorSpace)
    }

    package mutating func next() throws -> RowBand? {
        guard var band = try source.next() else { return nil }
        let box = label.box
        let rows = band.rows.clamped(to: box.y..<box.maxY)
        guard !rows.isEmpty else { return band }
        let form = form
        let luminance = form.colorSpace.toXYZ[1]
        let weights = [Float(luminance.x), Float(luminance.y), Float(luminance.z)]
        var light = [Float](repeating: 0, count: box.width * form.channels)
        band.codes.withUnsafeMutableBufferPointer { codes in
            label.plate.withUnsafeBufferPointer { plate in
                label.letters.withUnsafeBufferPointer { letters in
                    guard let codes = codes.baseAddress, let plate = plate.baseAddress,
                        let letters = letters.baseAddress
                    else { return }
                    curves.withPointers { curves, guesses in
                        for row in rows {
                            let part = codes + (row - band.rows.lowerBound) * form.rowLength + box.x * form.channels
                            let from = (row - box.y) * box.width
                            kernel_decode(part, curves, &light, box.width, form.channels)
                            kernel_lay_label(
                                &light, plate + from, letters + from, weights, Self.dim, Self.ceiling, box.width,
                                form.channels)
                            kernel_encode(light, curves, guesses, part, box.width, form.channels)
                        }
                    }
                }
            }
        }
        return band
    }
}
