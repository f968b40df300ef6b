import CKernels

extension Photograph {
    /// A small 8-bit sRGB copy for a network to look at: the picture squeezed to `size`, whatever its proportions.
    ///
    /// Made as imaging libraries make it and as the networks have learnt from it: a triangle filter over sRGB's 8-bit code
    /// values, first across, then down, both times rounded to whole codes. Alpha is left aside. Holds no more of the
    /// source at once than a band and one narrow line for each of its rows, so that its size does not matter.
    package init(squeezing source: some RowSource, to size: PixelSize) throws {
        let form = source.form
        precondition(size.width > 0 && size.height > 0 && form.channels >= 3, "a picture has pixels and colours")
        let across = TriangleWeights(from: form.size.width, to: size.width)
        let down = TriangleWeights(from: form.size.height, to: size.height)
        let display = DisplayCodes(of: form)
        let length = size.width * 3
        var source: any RowSource = source
        var narrow: [UInt8] = []
        narrow.reserveCapacity(form.size.height * length)
        while let band = try source.next() {
            narrow += [UInt8](unsafeUninitializedCapacity: band.rows.count * length) { buffer, count in
                count = band.rows.count * length
                guard let base = buffer.baseAddress else { return }
                // Each band writes rows of its own.
                nonisolated(unsafe) let to = base
                Rows.parallel(band.rows.count, band: 8) { rows in
                    for row in rows {
                        let line = display.rgb(of: band.codes[row * form.rowLength..<(row + 1) * form.rowLength])
                        kernel_squeeze_row(
                            line, across.starts, across.weights, across.taps, to + row * length, size.width)
                    }
                }
            }
        }
        let codes = [UInt8](unsafeUninitializedCapacity: size.height * length) { buffer, count in
            count = size.height * length
            narrow.withUnsafeBufferPointer { narrow in
                down.weights.withUnsafeBufferPointer { weights in
                    guard let narrow = narrow.baseAddress, let weights = weights.baseAddress,
                        let to = buffer.baseAddress
                    else { return }
                    for row in 0..<size.height {
                        kernel_squeeze_rows(
                            narrow + Int(down.starts[row]) * length, weights + row * down.taps, down.taps,
                            to + row * length, length)
                    }
                }
            }
        }
        self.init(
            size: size, channels: 3, values: .bits8(codes), colorSpace: .sRGB,
            profileOrigin: display.isConverted ? .converted(from: form.colorSpace.name) : form.profileOrigin)
    }

    /// Shows codes of any space as sRGB's: by their light, what lies outside sRGB laid on its rim.
    private struct DisplayCodes: Sendable {
        let isConverted: Bool
        private let form: PictureForm
        private let matrix: [Float]
        private let curves: InvertedCurves

        init(of form: PictureForm) {
            self.form = form
            isConverted = form.colorSpace.profile != ColorSpace.sRGB.profile
            matrix = form.colorSpace.matrix(to: .sRGB).flatMap { [Float($0.x), Float($0.y), Float($0.z)] }
            curves = InvertedCurves(of: .sRGB)
        }

        /// 8-bit RGB of one row.
        func rgb(of row: ArraySlice<UInt16>) -> [UInt8] {
            let (pixels, channels) = (form.size.width, form.channels)
            var codes = Array(row)
            if isConverted {
                var light = [Float](repeating: 0, count: codes.count)
                form.colorSpace.withCurves { kernel_decode(codes, $0, &light, pixels, channels) }
                kernel_matrix(&light, matrix, pixels, channels)
                curves.withPointers { kernel_encode(light, $0, $1, &codes, pixels, channels) }
            }
            return [UInt8](unsafeUninitializedCapacity: pixels * 3) { buffer, count in
                kernel_narrow_rgb(codes, buffer.baseAddress, pixels, channels)
                count = pixels * 3
            }
        }
    }
}
