import CKernels
import Inference
import Raster

/// A part of a photograph as sRGB code values (0…1), reduced by a whole factor: every value is the mean of a block,
/// so that nothing of the photograph is skipped when it shrinks.
struct Excerpt: Sendable {
    /// What a crop shows where it leaves the excerpt.
    enum Surroundings {
        case black, edge
    }

    /// Left top corner in pixels of the photograph.
    let origin: SIMD2<Float>
    /// Pixels of the photograph a side of one pixel of the excerpt.
    let factor: Int
    let width: Int
    let height: Int
    /// Interleaved RGB, and one value more that a crop reads beside the last pixel and does not use.
    private let values: [Float]

    private static func count(width: Int, height: Int) -> Int { width * height * 3 + 1 }

    /// The part of `photograph` in `region`, which may reach beyond its edges: the nearest pixels stand in there.
    init(of photograph: Photograph, region: PixelBox, factor: Int, colors: DisplayColors) {
        let across = (region.width + factor - 1) / factor
        let down = (region.height + factor - 1) / factor
        let values = Self.count(width: across, height: down)
        var gathered = [Float](unsafeUninitializedCapacity: values) { buffer, count in
            count = values
            buffer[values - 1] = 0
            guard let out = buffer.baseAddress else { return }
            // Safe: every band writes its own rows alone.
            nonisolated(unsafe) let rows = out
            let gather = { (codes: UnsafeRawPointer?, unit: Float, kernel: Kernel) in
                let request = kernel_gather_request(
                    codes: codes, width: photograph.size.width, height: photograph.size.height,
                    channels: photograph.channels, x: region.x, y: region.y, factor: factor, across: across,
                    unit: unit)
                Rows.parallel(down, band: 16) { band in
                    withUnsafePointer(to: request) { kernel($0, rows, band.lowerBound, band.upperBound) }
                }
            }
            switch photograph.values {
            case .bits8(let codes): codes.withUnsafeBytes { gather($0.baseAddress, 1 / 255, kernel_gather_8) }
            case .bits16(let codes): codes.withUnsafeBytes { gather($0.baseAddress, 1 / 65535, kernel_gather_16) }
            }
        }
        colors.show(&gathered)
        self.init(
            origin: SIMD2(Float(region.x), Float(region.y)), factor: factor, width: across, height: down,
            values: gathered)
    }

    private init(origin: SIMD2<Float>, factor: Int, width: Int, height: Int, values: [Float]) {
        self.origin = origin
        self.factor = factor
        self.width = width
        self.height = height
        self.values = values
    }

    private typealias Kernel = (UnsafePointer<kernel_gather_request>?, UnsafeMutablePointer<Float>?, Int, Int) -> Void

    /// The excerpt that a crop of `samples` a side needs: as coarse as the crop allows, with room for the frame to be
    /// moved and grown by `margin` of its side.
    init(
        of photograph: Photograph, around frame: CropFrame, samples: Int, margin: Float, colors: DisplayColors
    ) {
        let factor = Self.factor(side: frame.side, samples: samples)
        let reach = frame.reach + margin * frame.side + Float(2 * factor)
        let left = Int((frame.center.x - reach).rounded(.down))
        let top = Int((frame.center.y - reach).rounded(.down))
        let length = Int((2 * reach).rounded(.up))
        self.init(
            of: photograph, region: PixelBox(x: left, y: top, width: length, height: length), factor: factor,
            colors: colors)
    }

    /// Blocks that leave between 0.75 and 1.5 excerpt pixels to a sample, which one bilinear sample covers; more of a
    /// photograph that is longer than any camera's, because blocks have a largest size.
    static func factor(side: Float, samples: Int) -> Int {
        min(max(1, Int(side / Float(samples) / 0.75)), Int(KERNEL_GATHER_FACTOR))
    }

    /// This excerpt as coarse as a crop of its longer side to `samples` allows.
    func reduced(toFit samples: Int) -> Excerpt {
        let step = Self.factor(side: Float(max(width, height)), samples: samples)
        guard step > 1 else { return self }
        let across = (width + step - 1) / step
        let down = (height + step - 1) / step
        let values = Self.count(width: across, height: down)
        let reduced = self.values.withUnsafeBufferPointer { image in
            // Safe: read only while `values` is held, and every band writes its own rows alone.
            nonisolated(unsafe) let from = image.baseAddress
            return [Float](unsafeUninitializedCapacity: values) { buffer, count in
                count = values
                buffer[values - 1] = 0
                guard let out = buffer.baseAddress else { return }
                nonisolated(unsafe) let rows = out
                Rows.parallel(down) { band in
                    kernel_shrink(from, width, height, 3, step, rows, band.lowerBound, band.upperBound)
                }
            }
        }
        return Excerpt(origin: origin, factor: factor * step, width: across, height: down, values: reduced)
    }

    /// Whether `frame` lies inside and the excerpt is fine enough for it, but not so fine that samples skip pixels.
    func serves(_ frame: CropFrame, samples: Int) -> Bool {
        let corner = (frame.center - frame.reach - origin) / Float(factor)
        let opposite = (frame.center + frame.reach - origin) / Float(factor)
        let pitch = frame.side / Float(samples * factor)
        return corner.min() >= 0 && opposite.x <= Float(width) && opposite.y <= Float(height)
            && pitch < 1.5 && (factor == 1 || pitch > 0.55)
    }

    /// The crop at `frame` as `samples` × `samples` interleaved RGB values, each `value · gain + offset`.
    func crop(
        _ frame: CropFrame, samples: Int, gain: Float = 1, offset: Float = 0, surroundings: Surroundings = .edge
    ) -> [Float] {
        let step = frame.side / Float(samples) / Float(factor)
        let (right, down) = (frame.axis * step, frame.down * step)
        let middle = Float(samples - 1) / 2
        let first = (frame.center - origin) / Float(factor) - right * middle - down * middle
        return values.withUnsafeBufferPointer { image in
            // Safe: read only while `values` is held, and every band writes its own rows alone.
            nonisolated(unsafe) let request = kernel_crop_request(
                in: image.baseAddress, width: width, height: height, x: first.x, y: first.y, right_x: right.x,
                right_y: right.y, down_x: down.x, down_y: down.y, side: samples, gain: gain, offset: offset,
                repeats_edge: surroundings == .edge ? 1 : 0)
            return [Float](unsafeUninitializedCapacity: samples * samples * 3) { buffer, count in
                count = samples * samples * 3
                guard let out = buffer.baseAddress else { return }
                nonisolated(unsafe) let rows = out
                Rows.parallel(samples, band: 64) { band in
                    withUnsafePointer(to: request) { kernel_crop($0, rows, band.lowerBound, band.upperBound) }
                }
            }
        }
    }
}
