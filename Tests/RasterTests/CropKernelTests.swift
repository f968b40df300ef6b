import CKernels
import Testing

@Suite("Crops for networks") struct CropKernelTests {
    /// A picture and a part of it, given at a factor.
    struct Part: Sendable, CustomTestStringConvertible {
        var (width, height, channels): (Int, Int, Int)
        var (x, y, across, down, factor): (Int, Int, Int, Int, Int)

        var testDescription: String { "\(channels) channels from \(x), \(y) by \(factor)" }
    }

    private static let parts = [
        Part(width: 37, height: 23, channels: 3, x: 0, y: 0, across: 37, down: 23, factor: 1),
        Part(width: 37, height: 23, channels: 4, x: 3, y: 5, across: 6, down: 4, factor: 2),
        // Over every edge, and far beyond them.
        Part(width: 37, height: 23, channels: 3, x: -20, y: -9, across: 16, down: 9, factor: 5),
        Part(width: 5, height: 4, channels: 4, x: -30, y: -30, across: 9, down: 9, factor: 7),
        Part(width: 5, height: 4, channels: 3, x: 40, y: 40, across: 2, down: 2, factor: 3),
        Part(width: 900, height: 4, channels: 3, x: -100, y: 0, across: 4, down: 1, factor: 300),
        Part(width: 1200, height: 3, channels: 4, x: -7, y: -1, across: 3, down: 1, factor: Int(KERNEL_GATHER_FACTOR)),
    ]

    @Test("every value is the mean of its block; beyond the edge the nearest pixel stands in", arguments: parts)
    func gathers(_ part: Part) {
        let count = part.width * part.height * part.channels
        let codes = (0..<count).map { UInt16(truncatingIfNeeded: ($0 &* 40_503) ^ ($0 >> 3)) }
        let bytes = codes.map { UInt8($0 >> 8) }
        let found16 = codes.withUnsafeBytes { gathered(part, from: $0.baseAddress, unit: 1 / 65_535, kernel_gather_16) }
        let found8 = bytes.withUnsafeBytes { gathered(part, from: $0.baseAddress, unit: 1 / 255, kernel_gather_8) }
        var wrong = 0
        for place in 0..<part.across * part.down * 3 {
            let (column, row) = (place / 3 % part.across, place / 3 / part.across)
            var (sum16, sum8) = (0, 0)
            for dy in 0..<part.factor {
                for dx in 0..<part.factor {
                    let x = min(max(0, part.x + column * part.factor + dx), part.width - 1)
                    let y = min(max(0, part.y + row * part.factor + dy), part.height - 1)
                    sum16 += Int(codes[(y * part.width + x) * part.channels + place % 3])
                    sum8 += Int(bytes[(y * part.width + x) * part.channels + place % 3])
                }
            }
            let area = Double(part.factor * part.factor)
            if !(abs(Double(found16[place]) - Double(sum16) / area / 65_535) < 1e-6) { wrong += 1 }
            if !(abs(Double(found8[place]) - Double(sum8) / area / 255) < 1e-6) { wrong += 1 }
        }
        #expect(wrong == 0)
    }

    private typealias Gather = (UnsafePointer<kernel_gather_request>?, UnsafeMutablePointer<Float>?, Int, Int) -> Void

    private func gathered(_ part: Part, from codes: UnsafeRawPointer?, unit: Float, _ kernel: Gather) -> [Float] {
        let request = kernel_gather_request(
            codes: codes, width: part.width, height: part.height, channels: part.channels, x: part.x, y: part.y,
            factor: part.factor, across: part.across, unit: unit)
        var values = [Float](repeating: .nan, count: part.across * part.down * 3)
        withUnsafePointer(to: request) { kernel($0, &values, 0, part.down) }
        return values
    }

    @Test("a turned crop is bilinear between pixel centres, and black or the edge outside", arguments: [0, 1])
    func crops(repeatsEdge: Int32) {
        let (width, height, side) = (31, 17, 24)
        // What follows the last pixel must not count.
        let values = (0..<width * height * 3).map { Float(($0 &* 7_919) % 1_000) / 1_000 } + [.nan]
        var crop = [Float](repeating: .nan, count: side * side * 3)
        let (x, y, right, down) = (
            Float(-4.3), Float(-2.1), (x: Float(1.31), y: Float(0.42)), (x: Float(-0.35), y: Float(0.9))
        )
        values.withUnsafeBufferPointer { values in
            var request = kernel_crop_request(
                in: values.baseAddress, width: width, height: height, x: x, y: y, right_x: right.x, right_y: right.y,
                down_x: down.x, down_y: down.y, side: side, gain: 2, offset: -1, repeats_edge: repeatsEdge)
            kernel_crop(&request, &crop, 0, side)
        }
        var (outside, wrong) = (0, 0)
        for row in 0..<side {
            for column in 0..<side {
                let u = Double(x + right.x * Float(column) + down.x * Float(row)) - 0.5
                let v = Double(y + right.y * Float(column) + down.y * Float(row)) - 0.5
                let isInside = u >= -0.5 && v >= -0.5 && u <= Double(width) - 0.5 && v <= Double(height) - 0.5
                outside += isInside ? 0 : 1
                let (cu, cv) = (min(max(0, u), Double(width - 1)), min(max(0, v), Double(height - 1)))
                let (left, top) = (Int(cu), Int(cv))
                for channel in 0..<3 {
                    let value = { (x: Int, y: Int) in
                        Double(values[(min(y, height - 1) * width + min(x, width - 1)) * 3 + channel])
                    }
                    let (fx, fy) = (cu - Double(left), cv - Double(top))
                    let above = value(left, top) * (1 - fx) + value(left + 1, top) * fx
                    let below = value(left, top + 1) * (1 - fx) + value(left + 1, top + 1) * fx
                    let wanted = isInside || repeatsEdge != 0 ? (above * (1 - fy) + below * fy) * 2 - 1 : -1
                    if !(abs(Double(crop[(row * side + column) * 3 + channel]) - wanted) < 1e-4) { wrong += 1 }
                }
            }
        }
        #expect(wrong == 0)
        #expect(outside > 50 && outside < side * side - 50)
    }
}
