import CVips
import Foundation

/// Lends a `RowSource` to libvips as an image that is made as it is read.
///
/// libvips' encoders go from the top to the bottom; several of its threads ask at once for parts of neighbouring rows.
/// Rows are kept until the encoder is far below them.
///
/// `@unchecked`: everything that changes is read and written only while `lock` is held.
final class VipsRows: @unchecked Sendable {
    /// Bits a channel of the image.
    enum Depth: Sendable, Equatable {
        /// Dithered from a seed.
        case bits8(seed: UInt64)
        case bits16
    }

    /// Rows above the lowest asked for that an encoder's threads may still ask for: libvips' two buffers of strips are
    /// some hundred rows high at the most.
    private static let kept = 1024

    let form: PictureForm
    private let depth: Depth
    private let lock = NSLock()
    private var source: any RowSource
    /// Bytes of the rows from `first` on.
    private var bytes: [[UInt8]] = []
    private var starts: [Int] = []
    private var seen = 0
    private var cause: (any Error)?

    init(_ source: some RowSource, depth: Depth) {
        self.source = source
        self.depth = depth
        form = source.form
    }

    /// Why the source could not go on; nil while it can.
    var failure: (any Error)? { lock.withLock { cause } }

    private var bytesPerPixel: Int { form.channels * (depth == .bits16 ? 2 : 1) }

    /// Calls `body` with the image, which reads from this object and must not outlive the call.
    func withImage<Result>(_ body: (Vips.Image) throws(Vips.Failure) -> Result) throws(Vips.Failure) -> Result {
        guard Vips.isReady, let image = vips_image_new() else { throw Vips.failure() }
        let owner = Vips.Image(image)
        let interpretation =
            switch (depth == .bits16, form.channels) {
            case (true, 1): VIPS_INTERPRETATION_GREY16
            case (false, 1): VIPS_INTERPRETATION_B_W
            case (true, _): VIPS_INTERPRETATION_RGB16
            case (false, _): VIPS_INTERPRETATION_sRGB
            }
        vips_image_init_fields(
            image, Int32(form.size.width), Int32(form.size.height), Int32(form.channels),
            depth == .bits16 ? VIPS_FORMAT_USHORT : VIPS_FORMAT_UCHAR, VIPS_CODING_NONE, interpretation, 1, 1)
        var inputs: [UnsafeMutablePointer<VipsImage>?] = [nil]
        guard vips_image_pipeline_array(image, VIPS_DEMAND_STYLE_THINSTRIP, &inputs) == 0 else { throw Vips.failure() }
        let generate: VipsGenerateFn = { region, _, rows, _, _ in
            guard let region, let rows else { return -1 }
            return Unmanaged<VipsRows>.fromOpaque(rows).takeUnretainedValue().fill(region) ? 0 : -1
        }
        let isReady = vips_image_generate(image, nil, generate, nil, Unmanaged.passUnretained(self).toOpaque(), nil)
        guard isReady == 0 else { throw Vips.failure() }
        // The image holds no reference of its own to this object.
        return try withExtendedLifetime(self) { () throws(Vips.Failure) in try body(owner) }
    }

    /// Copies what libvips asks for; false when the source has failed.
    private func fill(_ region: UnsafeMutablePointer<VipsRegion>) -> Bool {
        let valid = region.pointee.valid
        let (left, top) = (Int(valid.left), Int(valid.top))
        let (width, height) = (Int(valid.width), Int(valid.height))
        return lock.withLock {
            guard cause == nil, read(through: top + height), let to = region.pointee.data else { return false }
            let (length, count) = (form.size.width * bytesPerPixel, width * bytesPerPixel)
            for row in 0..<height {
                guard let place = starts.lastIndex(where: { $0 <= top + row }) else { return false }
                let from = (top + row - starts[place]) * length + left * bytesPerPixel
                bytes[place].withUnsafeBytes { source in
                    let target = UnsafeMutableRawPointer(to + row * Int(region.pointee.bpl))
                    if let base = source.baseAddress { target.copyMemory(from: base + from, byteCount: count) }
                }
            }
            return true
        }
    }

    private func read(through end: Int) -> Bool {
        while seen < end {
            do {
                guard let band = try source.next() else { return false }
                starts.append(seen)
                bytes.append(packed(band))
                seen = band.rows.upperBound
            } catch {
                cause = error
                return false
            }
        }
        while starts.count > 1, starts[1] < end - Self.kept {
            starts.removeFirst()
            bytes.removeFirst()
        }
        return true
    }

    private func packed(_ band: RowBand) -> [UInt8] {
        switch depth {
        case .bits16: band.codes.withUnsafeBytes { Array($0) }
        case .bits8(let seed): band.dithered(length: form.rowLength, seed: seed)
        }
    }
}
