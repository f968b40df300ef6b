/// What all rows of a picture have in common.
package struct PictureForm: Sendable, Equatable {
    package var size: PixelSize
    /// 1 (a mask), 3 (RGB) or 4 (RGB and alpha).
    package var channels: Int
    package var colorSpace: ColorSpace
    package var profileOrigin: Photograph.ProfileOrigin

    package init(
        size: PixelSize, channels: Int, colorSpace: ColorSpace,
        profileOrigin: Photograph.ProfileOrigin = .embedded
    ) {
        self.size = size
        self.channels = channels
        self.colorSpace = colorSpace
        self.profileOrigin = profileOrigin
    }

    package var rowLength: Int { size.width * channels }
}

/// Neighbouring rows of a picture, as interleaved 16-bit codes.
package struct RowBand: Sendable {
    /// Counted from the picture's top.
    package var rows: Range<Int>
    package var codes: [UInt16]

    package init(rows: Range<Int>, codes: [UInt16]) {
        self.rows = rows
        self.codes = codes
    }
}

/// A picture that comes band by band, from the top: what is larger than memory is made, changed and written so.
package protocol RowSource: Sendable {
    var form: PictureForm { get }

    /// The next rows, at least one; nil after the last.
    mutating func next() throws -> RowBand?
}

/// The rows of a picture that is in memory.
package struct PhotographRows: RowSource {
    package let form: PictureForm
    private let photograph: Photograph
    private var done = 0

    /// Few enough to stay in the cache's reach, enough for every core.
    package static let band = 64

    package init(_ photograph: Photograph) {
        self.photograph = photograph
        form = photograph.form
    }

    package mutating func next() -> RowBand? {
        let rows = done..<min(form.size.height, done + Self.band)
        guard !rows.isEmpty else { return nil }
        done = rows.upperBound
        return RowBand(
            rows: rows,
            codes: photograph.values.bits16(
                in: rows.lowerBound * form.rowLength..<rows.upperBound * form.rowLength))
    }
}

/// The rows of a mask that is enlarged (bilinear) to the picture's size: one channel, 1 … 65535, and 0 only where the
/// mask is exactly 0.
package struct MaskRows: RowSource {
    package let form: PictureForm
    private let mask: Mask
    private var done = 0

    package init(_ mask: Mask, at size: PixelSize) {
        self.mask = mask
        form = PictureForm(size: size, channels: 1, colorSpace: .sRGB)
    }

    package mutating func next() -> RowBand? {
        let rows = done..<min(form.size.height, done + PhotographRows.band)
        guard !rows.isEmpty else { return nil }
        done = rows.upperBound
        let codes = mask.resized(to: form.size, rows: rows).map { value in
            value > 0 ? max(1, UInt16(min(value, 1) * 65_535 + 0.5)) : 0
        }
        return RowBand(rows: rows, codes: codes)
    }
}

/// Rows in bands of an even number of rows, whatever the bands of the source: the last one takes what is left.
struct EvenBands {
    private var source: any RowSource
    private let count: Int
    private var waiting: [UInt16] = []
    private var first = 0

    var form: PictureForm { source.form }

    init(of source: any RowSource, rows count: Int) {
        self.source = source
        self.count = count
    }

    mutating func next() throws -> RowBand? {
        let length = form.rowLength
        let rows = first..<min(form.size.height, first + count)
        guard !rows.isEmpty else { return nil }
        while waiting.count < rows.count * length {
            guard let band = try source.next() else { preconditionFailure("a source gives all its rows") }
            waiting += band.codes
        }
        first = rows.upperBound
        guard waiting.count > rows.count * length else {
            defer { waiting = [] }
            return RowBand(rows: rows, codes: waiting)
        }
        let codes = Array(waiting.prefix(rows.count * length))
        waiting.removeFirst(codes.count)
        return RowBand(rows: rows, codes: codes)
    }
}

extension Photograph {
    package var form: PictureForm {
        PictureForm(size: size, channels: channels, colorSpace: colorSpace, profileOrigin: profileOrigin)
    }

    /// The picture whole, in 16 bits.
    package init(_ source: some RowSource) throws {
        let form = source.form
        var source: any RowSource = source
        var codes: [UInt16] = []
        codes.reserveCapacity(form.rowLength * form.size.height)
        while let band = try source.next() { codes += band.codes }
        self.init(
            size: form.size, channels: form.channels, values: .bits16(codes), colorSpace: form.colorSpace,
            profileOrigin: form.profileOrigin)
    }
}

extension Mask {
    /// The values of some rows of this mask enlarged to `size`: bilinear.
    func resized(to size: PixelSize, rows: Range<Int>) -> [Float] {
        guard size != self.size else { return Array(values[rows.lowerBound * width..<rows.upperBound * width]) }
        let (across, down) = (Float(width) / Float(size.width), Float(height) / Float(size.height))
        let places = (0..<size.width).map { x in
            let u = max(0, (Float(x) + 0.5) * across - 0.5)
            let left = min(width - 1, Int(u))
            return (left: left, right: min(width - 1, left + 1), part: u - Float(left))
        }
        var result: [Float] = []
        result.reserveCapacity(rows.count * size.width)
        for y in rows {
            let v = max(0, (Float(y) + 0.5) * down - 0.5)
            let top = min(height - 1, Int(v))
            let (upper, lower, part) = (top * width, min(height - 1, top + 1) * width, v - Float(top))
            for place in places {
                let above = values[upper + place.left] * (1 - place.part) + values[upper + place.right] * place.part
                let below = values[lower + place.left] * (1 - place.part) + values[lower + place.right] * place.part
                result.append(above * (1 - part) + below * part)
            }
        }
        return result
    }

    /// This mask enlarged to `size`: bilinear.
    package func resized(to size: PixelSize) -> Mask {
        guard size != self.size else { return self }
        return Mask(
            width: size.width, height: size.height, values: resized(to: size, rows: 0..<size.height))
    }
}
