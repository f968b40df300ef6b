import Foundation

/// A known picture, large and small: what a network should make of the small one is the large one.
///
/// Coloured discs, bars and arrows on a slow change of colours; warm, as most photographs are, so that no two of its
/// colours can change places unnoticed.
struct ProbePicture {
    /// Pixels of the small one.
    let width: Int
    let height: Int
    let scale: Int
    /// R, G, B planes, code values 0…1.
    let small: [Float]
    /// `scale` times as wide and as high; each place of the small one is the mean of its own here.
    let large: [Float]

    private struct Shape {
        enum Kind: CaseIterable {
            case disc, bar, arrow
        }

        var kind: Kind
        var center: SIMD2<Float>
        var radius: Float
        var direction: SIMD2<Float>
        var color: SIMD3<Float>

        func covers(_ point: SIMD2<Float>) -> Bool {
            // The shapes repeat in every square of the period.
            var apart = point - center
            apart -= (apart / ProbePicture.period).rounded(.toNearestOrAwayFromZero) * ProbePicture.period
            let u = apart.x * direction.x + apart.y * direction.y
            let v = apart.y * direction.x - apart.x * direction.y
            return switch kind {
            case .disc: u * u + v * v < radius * radius
            case .bar: abs(u) < radius && abs(v) < 0.25 * radius
            case .arrow: abs(u) < radius && v > -0.5 * radius && v < abs(u) - 0.2 * radius
            }
        }
    }

    /// Pixels of the small picture after which the shapes repeat.
    private static let period: Float = 64

    private static let shapes: [Shape] = {
        // Skin, hair, lips, cloth, leaves, paper and ink.
        let colors: [SIMD3<Float>] = [
            SIMD3(0.90, 0.75, 0.62), SIMD3(0.35, 0.20, 0.12), SIMD3(0.75, 0.30, 0.20), SIMD3(0.20, 0.30, 0.45),
            SIMD3(0.55, 0.50, 0.25), SIMD3(0.95, 0.93, 0.88), SIMD3(0.10, 0.08, 0.07),
        ]
        return (0..<14).map { index in
            // Multiples of irrational numbers: evenly spread, never in a line.
            let place = SIMD2(Float(index) * 0.6180 + 0.1, Float(index) * 0.7549 + 0.3)
            let angle = Float(index) * 1.1
            return Shape(
                kind: Shape.Kind.allCases[index % 3], center: place * Self.period,
                radius: 3.5 + 6.5 * (Float(index) * 0.4142).truncatingRemainder(dividingBy: 1),
                direction: SIMD2(cos(angle), sin(angle)), color: colors[index % colors.count])
        }
    }()

    private static func color(at point: SIMD2<Float>) -> SIMD3<Float> {
        for shape in shapes.reversed() where shape.covers(point) { return shape.color }
        let (x, y) = (point.x / period, point.y / period)
        return SIMD3(
            0.62 + 0.20 * sin(5 * x + 3 * y), 0.45 + 0.16 * sin(4 * x - 2 * y + 1), 0.33 + 0.14 * cos(6 * y - x))
    }

    init(width: Int, height: Int, scale: Int) {
        let (across, down) = (width * scale, height * scale)
        let area = across * down
        // Samples along each side of a large pixel: edges are as soft as a lens would make them.
        let samples = 3
        var large = [Float](repeating: 0, count: 3 * area)
        var small = [Float](repeating: 0, count: 3 * width * height)
        for y in 0..<down {
            for x in 0..<across {
                var sum = SIMD3<Float>()
                for sample in 0..<samples * samples {
                    let at = SIMD2(
                        Float(x) + (Float(sample % samples) + 0.5) / Float(samples),
                        Float(y) + (Float(sample / samples) + 0.5) / Float(samples))
                    sum += Self.color(at: at / Float(scale))
                }
                let mean = sum / Float(samples * samples)
                for channel in 0..<3 {
                    large[channel * area + y * across + x] = mean[channel]
                    small[(channel * height + y / scale) * width + x / scale] += mean[channel] / Float(scale * scale)
                }
            }
        }
        self.width = width
        self.height = height
        self.scale = scale
        self.small = small
        self.large = large
    }

    /// How far enlarged planes are from the large picture, root mean square of code values 0…1.
    struct Distance {
        /// Of pixels.
        let detail: Float
        /// Of the means over squares of `block` small pixels: broad colours.
        let colors: Float

        static let infinite = Distance(detail: .infinity, colors: .infinity)
    }

    private static let block = 8

    /// Without the outer block, where a network lacks surroundings.
    func distance(to planes: [Float]) -> Distance {
        let (across, side) = (width * scale, Self.block * scale)
        let (columns, rows) = (width / Self.block, height / Self.block)
        var (squares, pixels, broad, blocks): (Double, Double, Double, Double) = (0, 0, 0, 0)
        for channel in 0..<3 {
            for row in 1..<rows - 1 {
                for column in 1..<columns - 1 {
                    var sum = 0.0
                    for y in row * side..<(row + 1) * side {
                        let start = (channel * height * scale + y) * across
                        for at in start + column * side..<start + (column + 1) * side {
                            let apart = Double(planes[at] - large[at])
                            sum += apart
                            squares += apart * apart
                        }
                    }
                    let mean = sum / Double(side * side)
                    broad += mean * mean
                    blocks += 1
                    pixels += Double(side * side)
                }
            }
        }
        guard squares.isFinite, pixels > 0 else { return .infinite }
        return Distance(detail: Float((squares / pixels).squareRoot()), colors: Float((broad / blocks).squareRoot()))
    }
}
