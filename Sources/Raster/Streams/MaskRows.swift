import CKernels

/// The rows of a mask that goes with a picture of a given size: one channel, 1 … 65535, and 0 exactly where nothing
/// changed.
///
/// Another size means that the picture was resampled, which carries a change as far as that filter reaches. The mask's
/// values are the means of a narrower one, which rings nowhere; what they leave at 0 and the change reaches is 1.
package struct MaskRows: RowSource {
    package let form: PictureForm
    private let mask: Mask
    /// Nil at the mask's own size.
    private var scaling: Scaling?
    private var done = 0

    package init(_ mask: Mask, at size: PixelSize) {
        self.mask = mask
        form = PictureForm(size: size, channels: 1, colorSpace: .sRGB)
        scaling = size == mask.size ? nil : Scaling(from: mask.size, to: size)
    }

    package mutating func next() -> RowBand? {
        let rows = done..<min(form.size.height, done + PhotographRows.band)
        guard !rows.isEmpty else { return nil }
        done = rows.upperBound
        let codes =
            scaling?.codes(of: mask, rows: rows)
            ?? mask.values[rows.lowerBound * mask.width..<rows.upperBound * mask.width].map {
                $0 > 0 ? Self.code(of: $0) : 0
            }
        return RowBand(rows: rows, codes: codes)
    }

    /// The code of a pixel that has changed, however little: never 0.
    private static func code(of value: Float) -> UInt16 {
        value > 0 ? max(1, UInt16(min(value, 1) * 65_535 + 0.5)) : 1
    }

    /// A mask at another size, row by row from the top.
    private struct Scaling: Sendable {
        private let across: FilterWeights
        private let down: FilterWeights
        /// What reaches each column and each row of the result.
        private let columns: [Range<Int>]
        private let rows: [Range<Int>]
        /// For each column of the result, the lowest row of the mask so far that is changed within the column's reach.
        /// As the reach of rows only goes down the picture, no row above it is ever needed again.
        private var changed: [Int]
        /// Rows of the mask that `changed` knows.
        private var seen = 0

        init(from size: PixelSize, to result: PixelSize) {
            across = FilterWeights(.triangle, from: size.width, to: result.width)
            down = FilterWeights(.triangle, from: size.height, to: result.height)
            columns = ResamplingFilter.lanczos.reaches(from: size.width, to: result.width)
            rows = ResamplingFilter.lanczos.reaches(from: size.height, to: result.height)
            changed = [Int](repeating: -1, count: result.width)
        }

        /// - Parameter part: follows on the one before.
        mutating func codes(of mask: Mask, rows part: Range<Int>) -> [UInt16] {
            var sums = [Float](repeating: 0, count: mask.width)
            var line = [Float](repeating: 0, count: columns.count)
            var codes: [UInt16] = []
            codes.reserveCapacity(part.count * line.count)
            for row in part {
                see(mask, before: rows[row].upperBound)
                sum(mask, row: row, into: &sums)
                kernel_resample_row(sums, across.starts, across.weights, across.taps, &line, line.count, 1)
                let top = rows[row].lowerBound
                for (value, last) in zip(line, changed) {
                    codes.append(last >= top ? MaskRows.code(of: value) : 0)
                }
            }
            return codes
        }

        private func sum(_ mask: Mask, row: Int, into sums: inout [Float]) {
            mask.values.withUnsafeBufferPointer { values in
                down.weights.withUnsafeBufferPointer { weights in
                    guard let values = values.baseAddress, let weights = weights.baseAddress else { return }
                    kernel_sum_rows(
                        values + Int(down.starts[row]) * mask.width, mask.width, weights + row * down.taps, down.taps,
                        &sums, mask.width)
                }
            }
        }

        private mutating func see(_ mask: Mask, before end: Int) {
            while seen < end {
                let row = mask.values[seen * mask.width..<(seen + 1) * mask.width]
                if row.contains(where: { $0 > 0 }) {
                    // How many changed pixels lie before each: a stretch holds one when its ends differ.
                    var (count, before) = (0, [0])
                    before.reserveCapacity(mask.width + 1)
                    for value in row {
                        count += value > 0 ? 1 : 0
                        before.append(count)
                    }
                    for (x, reach) in columns.enumerated() where before[reach.upperBound] > before[reach.lowerBound] {
                        changed[x] = seen
                    }
                }
                seen += 1
            }
        }
    }
}
