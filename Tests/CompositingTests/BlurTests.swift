import Compositing
import Foundation
import Raster
import Testing

@Suite("Blur and scaling") struct BlurTests {
    /// Direct convolution in double precision, edges repeated.
    private func reference(_ plane: Raster, sigma: Double) -> [Double] {
        let reach = Int((sigma * 5).rounded(.up))
        let raw = (-reach...reach).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
        let taps = raw.map { $0 / raw.reduce(0, +) }
        let (width, height) = (plane.width, plane.height)
        var across = [Double](repeating: 0, count: width * height)
        for y in 0..<height {
            for x in 0..<width {
                for k in -reach...reach {
                    across[y * width + x] += taps[k + reach] * Double(plane[min(width - 1, max(0, x + k)), y, 0])
                }
            }
        }
        var result = across
        for y in 0..<height {
            for x in 0..<width {
                result[y * width + x] = (-reach...reach).reduce(0) { sum, k in
                    sum + taps[k + reach] * across[min(height - 1, max(0, y + k)) * width + x]
                }
            }
        }
        return result
    }

    @Test("a narrow Gaussian agrees with direct convolution in double precision", arguments: [0.6, 1.5, 4.0, 7.5])
    func narrow(sigma: Double) {
        var numbers = TestNumbers(seed: 1)
        let plane = numbers.raster(width: 61, height: 47, channels: 1)
        let blurred = plane.blurred(sigma: Float(sigma))
        let wanted = reference(plane, sigma: sigma)
        // Taps beyond four sigma hold 6·10⁻⁵ of the weight.
        for i in wanted.indices { #expect(abs(Double(blurred.values[i]) - wanted[i]) < 2e-4) }
    }

    @Test("a wide Gaussian on a shrunk copy stays within 0.3 % of the picture's range", arguments: [9.0, 17.0, 40.0])
    func wide(sigma: Double) {
        var plane = Raster(width: 230, height: 190, channels: 1)
        for y in 0..<190 {
            for x in 0..<230 {
                plane[x, y, 0] = (x > 80 && y > 60) || (x - 60) * (x - 60) + (y - 50) * (y - 50) < 900 ? 1 : 0
            }
        }
        let blurred = plane.blurred(sigma: Float(sigma))
        let wanted = reference(plane, sigma: sigma)
        // The outermost half block repeats its value, so the last pixels are judged apart.
        var (inside, edge) = (0.0, 0.0)
        for y in 0..<190 {
            for x in 0..<230 {
                let error = abs(Double(blurred[x, y, 0]) - wanted[y * 230 + x])
                edge = max(edge, error)
                if (40..<190).contains(x), (40..<150).contains(y) { inside = max(inside, error) }
            }
        }
        #expect(inside < 0.003)
        #expect(edge < 0.03)
    }

    @Test("shrinking keeps the mean of every block, the cut ones at the edge too")
    func blocks() {
        var numbers = TestNumbers(seed: 2)
        let plane = numbers.raster(width: 11, height: 8, channels: 3)
        let small = plane.shrunk(by: 4)
        #expect(small.size == PixelSize(width: 3, height: 2))
        let cut = (8..<11).flatMap { x in (4..<8).map { y in plane[x, y, 1] } }
        #expect(abs(small[2, 1, 1] - cut.reduce(0, +) / 12) < 1e-6)
    }

    @Test("enlarging is exact on a slope away from the edges")
    func slope() {
        var small = Raster(width: 9, height: 7, channels: 1)
        for y in 0..<7 { for x in 0..<9 { small[x, y, 0] = 3 * Float(x) - 2 * Float(y) } }
        let large = small.enlarged(by: 3, to: PixelSize(width: 27, height: 21))
        for y in 2..<19 {
            for x in 2..<25 {
                let wanted = 3 * ((Float(x) + 0.5) / 3 - 0.5) - 2 * ((Float(y) + 0.5) / 3 - 0.5)
                #expect(abs(large[x, y, 0] - wanted) < 1e-4)
            }
        }
    }

    @Test("logarithm and exponential hold to seven digits over the range of light")
    func transcendental() {
        let values = (-60...20).map { Float(pow(10, Double($0) / 10)) * 1.2345 }
        let plane = Raster(width: values.count, height: 1, channels: 1, values: values)
        let logs = plane.logarithm(floor: 1e-12)
        let back = logs.exponential()
        for i in values.indices {
            #expect(abs(Double(logs.values[i]) - log(Double(values[i]))) < 2e-6)
            #expect(abs(Double(back.values[i]) / Double(values[i]) - 1) < 3e-6)
        }
        #expect(Raster(width: 1, height: 1, channels: 1, values: [-.nan]).logarithm(floor: 0.5).values[0] < 0)
    }
}
