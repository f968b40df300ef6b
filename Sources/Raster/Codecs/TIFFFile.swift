import CKernels
import CLibTIFF
import CNative
import Foundation
import Synchronization

/// How an archive master is laid out.
public struct TIFFLayout: Sendable, Equatable {
    public var compression = TIFFCompression.deflate
    /// Whether compression may take ten times as long for a few percent less space.
    public var isDense = false
    /// Whether halved, quartered, … versions are kept beside the picture, for viewers that open large files at once.
    public var hasPyramid = false

    public init(compression: TIFFCompression = .deflate, isDense: Bool = false, hasPyramid: Bool = false) {
        self.compression = compression
        self.isDense = isDense
        self.hasPyramid = hasPyramid
    }
}

/// Writes a TIFF file page by page, each from its top: 16 bits, tiles, the picture's profile.
///
/// Owns libtiff's handle. A file that was not closed is half written.
final class TIFFFile {
    /// Edge of a tile: small enough for viewers that show a part, large enough to compress well (TIFF 6.0 section 15
    /// asks for a multiple of 16).
    private static let tile = 256
    /// What is said of the size in print, in pixels an inch: TIFF asks for a figure.
    private static let resolution = 300.0
    /// The smaller versions end where one is no longer than this.
    private static let smallestLevel = 512
    /// Classic TIFF ends at 4 GiB; compression can make noise a little longer than it is.
    private static let largestClassic = 3 << 30

    private let handle: OpaquePointer
    private let name: String
    private let layout: TIFFLayout
    private let pages: Int
    private var page = 0

    /// - Parameters:
    ///   - bytes: of all pages before compression: BigTIFF when classic TIFF's 4 GiB could be passed.
    ///   - pages: how many will be added.
    /// - Throws: `RasterError.cannotWrite`.
    init(_ url: URL, bytes: Int, pages: Int, layout: TIFFLayout) throws(RasterError) {
        errno = 0
        name = url.lastPathComponent
        guard let handle = native_tiff_open(url.path, bytes > Self.largestClassic ? "w8l" : "wl") else {
            throw Self.failure(name)
        }
        self.handle = handle
        self.layout = layout
        self.pages = pages
    }

    deinit { TIFFClose(handle) }

    /// - Parameter title: the page's name; nil for a file's only page.
    /// - Throws: `RasterError.cannotWrite`; what the source throws.
    func add(_ source: some RowSource, title: String? = nil, tags: FileTags = FileTags()) throws {
        let form = source.form
        let levels = layout.hasPyramid && form.channels >= 3 ? Self.levels(of: form.size) : 0
        describe(form, tags: tags)
        if let title {
            native_tiff_set_string(handle, UInt32(TIFFTAG_PAGENAME), title)
            native_tiff_set_page(handle, UInt16(page), UInt16(pages))
        }
        if levels > 0 { native_tiff_set_subdirectories(handle, UInt16(levels)) }
        var reduced = try writeTiles(of: source, isHalved: levels > 0)
        try endDirectory()
        for level in 1...max(1, levels) {
            guard let picture = reduced else { break }
            describe(picture.form, tags: FileTags())
            native_tiff_set_u32(handle, UInt32(TIFFTAG_SUBFILETYPE), UInt32(FILETYPE_REDUCEDIMAGE))
            reduced = try writeTiles(of: PhotographRows(picture), isHalved: level < levels)
            try endDirectory()
        }
        page += 1
    }

    /// Brings everything to the file.
    /// - Throws: `RasterError.cannotWrite`.
    func close() throws(RasterError) {
        guard TIFFFlush(handle) == 1 else { throw Self.failure(name) }
    }

    // MARK: -

    /// How often a picture is halved until it is small.
    private static func levels(of size: PixelSize) -> Int {
        var (levels, side) = (0, max(size.width, size.height))
        while side > smallestLevel {
            side = (side + 1) / 2
            levels += 1
        }
        return levels
    }

    /// Writes the page's pixels; gives them at half the size when asked to.
    private func writeTiles(of source: some RowSource, isHalved: Bool) throws -> Photograph? {
        let form = source.form
        let across = (form.size.width + Self.tile - 1) / Self.tile
        var bands = EvenBands(of: source, rows: Self.tile)
        var halved = isHalved ? HalvedPicture(of: form) : nil
        var index = 0
        while let band = try bands.next() {
            let tiles = compressed(band, across: across, form: form)
            halved?.take(band)
            for tile in tiles {
                var tile = tile
                guard !tile.isEmpty,
                    TIFFWriteRawTile(handle, UInt32(index), &tile, tmsize_t(tile.count)) == tile.count
                else { throw Self.failure(name) }
                index += 1
            }
        }
        return halved?.picture
    }

    /// The tiles of one row of them, made on all cores.
    private func compressed(_ band: RowBand, across: Int, form: PictureForm) -> [[UInt8]] {
        let done = Mutex([[UInt8]](repeating: [], count: across))
        let next = Atomic(0)
        // A compressor's space is worth keeping from tile to tile.
        Rows.parallel(min(across, ProcessInfo.processInfo.activeProcessorCount), band: 1) { _ in
            guard let compressor = Compressor(layout.compression, isDense: layout.isDense) else { return }
            while case let place = next.add(1, ordering: .relaxed).oldValue, place < across {
                let tile = differences(in: band, column: place * Self.tile, form: form)
                let bytes = tile.withUnsafeBytes { compressor.compressed($0) }
                done.withLock { $0[place] = bytes }
            }
        }
        return done.withLock { $0 }
    }

    /// A tile's codes after horizontal differencing. What reaches over the picture's edge repeats its last pixel.
    private func differences(in band: RowBand, column: Int, form: PictureForm) -> [UInt16] {
        let (length, channels) = (Self.tile * form.channels, form.channels)
        let width = min(Self.tile, form.size.width - column)
        return [UInt16](unsafeUninitializedCapacity: Self.tile * length) { buffer, count in
            if width < Self.tile { buffer.initialize(repeating: 0) }
            band.codes.withUnsafeBufferPointer { codes in
                guard let from = codes.baseAddress, let to = buffer.baseAddress else { return }
                for row in 0..<Self.tile {
                    // Zeros after differencing say: as before.
                    kernel_difference(
                        from + (min(row, band.rows.count - 1) * form.size.width + column) * channels,
                        to + row * length, width, channels)
                }
            }
            count = Self.tile * length
        }
    }

    private func endDirectory() throws(RasterError) {
        guard TIFFWriteDirectory(handle) == 1 else { throw Self.failure(name) }
    }

    /// What the system said last, which libtiff does not pass on.
    private static func failure(_ name: String) -> RasterError {
        let reason = errno == 0 ? "libtiff refuses it" : String(cString: strerror(errno)).lowercased()
        return .cannotWrite(file: name, reason: reason)
    }

    private func describe(_ form: PictureForm, tags: FileTags) {
        set(TIFFTAG_BITSPERSAMPLE, 16)
        set(TIFFTAG_SAMPLESPERPIXEL, form.channels)
        set(TIFFTAG_PHOTOMETRIC, Int(form.channels == 1 ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB))
        set(TIFFTAG_PLANARCONFIG, Int(PLANARCONFIG_CONTIG))
        set(TIFFTAG_ORIENTATION, Int(ORIENTATION_TOPLEFT))
        set(
            TIFFTAG_COMPRESSION,
            Int(layout.compression == .zstd ? COMPRESSION_ZSTD : COMPRESSION_ADOBE_DEFLATE))
        set(TIFFTAG_PREDICTOR, Int(PREDICTOR_HORIZONTAL))
        set(TIFFTAG_RESOLUTIONUNIT, Int(RESUNIT_INCH))
        for (tag, value) in [
            (TIFFTAG_IMAGEWIDTH, form.size.width), (TIFFTAG_IMAGELENGTH, form.size.height),
            (TIFFTAG_TILEWIDTH, Self.tile), (TIFFTAG_TILELENGTH, Self.tile),
        ] {
            native_tiff_set_u32(handle, UInt32(tag), UInt32(value))
        }
        native_tiff_set_double(handle, UInt32(TIFFTAG_XRESOLUTION), Self.resolution)
        native_tiff_set_double(handle, UInt32(TIFFTAG_YRESOLUTION), Self.resolution)
        if form.channels > 1 { set(TIFFTAG_ICCPROFILE, form.colorSpace.profile) }
        if form.channels == 4 { native_tiff_set_extra_alpha(handle) }
        for (tag, text) in [
            (TIFFTAG_ARTIST, tags.artist), (TIFFTAG_COPYRIGHT, tags.copyright),
            (TIFFTAG_IMAGEDESCRIPTION, tags.description), (TIFFTAG_SOFTWARE, tags.software),
            (TIFFTAG_DATETIME, tags.dateTime),
        ] {
            if let text { native_tiff_set_string(handle, UInt32(tag), text) }
        }
        if let xmp = tags.packets.xmp { set(TIFFTAG_XMLPACKET, xmp) }
        // JPEG files wrap the record in Photoshop's resources, which this tag does not hold: IIM begins with 0x1C.
        if let iptc = tags.packets.iptc, iptc.first == 0x1C {
            // Counted in bytes where libtiff takes it as such, in 32-bit numbers where it does not.
            let padded = iptc + [UInt8](repeating: 0, count: (4 - iptc.count % 4) % 4)
            let isLong = TIFFFieldDataType(TIFFFieldWithTag(handle, UInt32(TIFFTAG_RICHTIFFIPTC))) == TIFF_LONG
            native_tiff_set_bytes(
                handle, UInt32(TIFFTAG_RICHTIFFIPTC), UInt32(isLong ? padded.count / 4 : padded.count), padded)
        }
    }

    private func set(_ tag: Int32, _ value: Int) {
        native_tiff_set_u16(handle, UInt32(tag), UInt16(value))
    }

    private func set(_ tag: Int32, _ bytes: [UInt8]) {
        native_tiff_set_bytes(handle, UInt32(tag), UInt32(bytes.count), bytes)
    }
}

extension Photograph {
    /// Writes the picture as a 16-bit TIFF: tiles, its ICC profile, the tags. BigTIFF when classic TIFF's 4 GiB could
    /// be passed.
    /// - Throws: `RasterError.cannotWrite`; the file may be left half written.
    public func writeTIFF(
        to url: URL, layout: TIFFLayout = TIFFLayout(), tags: FileTags = FileTags()
    ) throws(RasterError) {
        do {
            try TIFFPages([.init(PhotographRows(self))]).write(to: url, layout: layout, tags: tags)
        } catch let error as RasterError {
            throw error
        } catch {
            preconditionFailure("pictures in memory have all their rows")
        }
    }
}

/// What an archive master holds: the picture first, then, when they are asked for, the layers that it was made from.
package struct TIFFPages: Sendable {
    package struct Page: Sendable {
        package var source: any RowSource
        package var title: String?

        package init(_ source: some RowSource, title: String? = nil) {
            self.source = source
            self.title = title
        }
    }

    private let pages: [Page]

    package init(_ pages: [Page]) {
        self.pages = pages
    }

    /// Writes the file; the first page carries the tags.
    /// - Throws: `RasterError.cannotWrite`; what a source throws. The file may be left half written.
    package func write(to url: URL, layout: TIFFLayout = TIFFLayout(), tags: FileTags = FileTags()) throws {
        let bytes = pages.map { $0.source.form.size.area * $0.source.form.channels * 2 }.reduce(0, +)
        let file = try TIFFFile(
            url, bytes: layout.hasPyramid ? bytes * 4 / 3 : bytes, pages: pages.count, layout: layout)
        for (index, page) in pages.enumerated() {
            try file.add(page.source, title: page.title, tags: index == 0 ? tags : FileTags())
        }
        try file.close()
    }
}
