import CKernels

/// Lines of a photograph along one axis: an even one and the odd one beside it, evenly spread over the picture.
struct TraceLines: Sendable {
    enum Axis: CaseIterable {
        case across, down
    }

    /// Pixels of a side below which nothing can be told.
    static let shortest = 256
    /// Pixels of a line that are looked at, from its middle.
    static let longest = 2048
    /// Most pairs of lines: more take time and tell little more.
    private static let pairs = 512
    /// Mean difference of neighbours, 8-bit code values, from which a place counts: what compression adds is small
    /// beside it.
    private static let detail: Float = 6

    /// Pixels of each line.
    let length: Int
    /// Luma in 8-bit code values, line after line, an even line of the picture before its odd one.
    let values: [Float]
    /// 1 where a pixel has detail around it.
    let marks: [UInt8]

    var count: Int { values.count / length }

    init(of photograph: Photograph, along axis: Axis) {
        let (size, channels) = (photograph.size, photograph.channels)
        let (along, lines) = axis == .across ? (size.width, size.height) : (size.height, size.width)
        let row = size.width * channels
        let (toPixel, toLine) = axis == .across ? (channels, row) : (row, channels)
        let length = min(along, Self.longest)
        let pairs = min(lines / 2, Self.pairs)
        let first = (along - length) / 2 * toPixel
        var values = [Float](repeating: 0, count: 2 * pairs * length)
        var marks = [UInt8](repeating: 0, count: 2 * pairs * length)
        values.withUnsafeMutableBufferPointer { values in
            marks.withUnsafeMutableBufferPointer { marks in
                guard let values = values.baseAddress, let marks = marks.baseAddress else { return }
                // Each band writes its own pairs.
                nonisolated(unsafe) let (toValues, toMarks) = (values, marks)
                Rows.parallel(pairs) { band in
                    for line in 2 * band.lowerBound..<2 * band.upperBound {
                        let place = line / 2 * (lines / 2) / pairs * 2 + line % 2
                        let into = toValues + line * length
                        photograph.readLuma(from: first + place * toLine, by: toPixel, length, into: into)
                        kernel_trace_marks(into, length, Self.detail, toMarks + line * length)
                    }
                }
            }
        }
        (self.length, self.values, self.marks) = (length, values, marks)
    }
}

extension Photograph {
    /// - Parameters:
    ///   - start: index of the first pixel's first code.
    ///   - step: codes from pixel to pixel.
    fileprivate func readLuma(from start: Int, by step: Int, _ count: Int, into line: UnsafeMutablePointer<Float>) {
        switch values {
        case .bits8(let codes):
            codes.withUnsafeBufferPointer { codes in
                guard let codes = codes.baseAddress else { return }
                kernel_trace_luma8(codes + start, step, line, count)
            }
        case .bits16(let codes):
            codes.withUnsafeBufferPointer { codes in
                guard let codes = codes.baseAddress else { return }
                kernel_trace_luma16(codes + start, step, line, count)
            }
        }
    }
}
