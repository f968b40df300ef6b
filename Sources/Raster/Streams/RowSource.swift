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
