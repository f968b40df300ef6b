import Compositing
import Foundation
import Raster
import Testing

@Suite("Blending") struct BlendTests {
    private static let size = 24

    private func disc(_ radius: Int) -> Mask {
        let n = Self.size
        return Mask(
            width: n, height: n,
            values: (0..<n * n).map { i in
                let (x, y) = (i % n - n / 2, i / n - n / 2)
                return x * x + y * y < radius * radius ? 1 : 0
            })
    }

    /// Gaussian elimination with pivoting of the same equations, in double precision.
    private func dense(over: Raster, under: Raster, region: Mask, free: Mask, channel: Int) -> [Int: Double] {
        let n = Self.size
        let cells = region.values.indices.filter { region.values[$0] > 0.5 }
        let row = Dictionary(uniqueKeysWithValues: cells.enumerated().map { ($1, $0) })
        var a = [[Double]](repeating: [Double](repeating: 0, count: cells.count + 1), count: cells.count)
        for (r, p) in cells.enumerated() {
            for q in [p - 1, p + 1, p - n, p + n] {
                let step = Double(over.values[p * 3 + channel]) - Double(over.values[q * 3 + channel])
                if let other = row[q] {
                    a[r][r] += 1
                    a[r][other] -= 1
                    a[r][cells.count] += step
                } else if free.values[q] <= 0.5 {
                    a[r][r] += 1
                    a[r][cells.count] += step + Double(under.values[q * 3 + channel])
                }
            }
        }
        for k in cells.indices {
            let pivot = (k..<cells.count).max { abs(a[$0][k]) < abs(a[$1][k]) } ?? k
            a.swapAt(k, pivot)
            for i in k + 1..<cells.count where a[i][k] != 0 {
                let share = a[i][k] / a[k][k]
                for j in k...cells.count { a[i][j] -= share * a[k][j] }
            }
        }
        var x = [Double](repeating: 0, count: cells.count)
        for k in cells.indices.reversed() {
            x[k] = a[k][cells.count]
            for j in k + 1..<cells.count { x[k] -= a[k][j] * x[j] }
            x[k] /= a[k][k]
        }
        return Dictionary(uniqueKeysWithValues: zip(cells, x))
    }

    @Test("Poisson agrees with a dense direct solution", arguments: [false, true])
    func poissonDense(withFreeRim: Bool) {
        var numbers = TestNumbers(seed: 3)
        let over = numbers.raster(width: Self.size, height: Self.size, channels: 3).map { 2 + $0 }
        let under = numbers.raster(width: Self.size, height: Self.size, channels: 3).map { 2 + $0 }
        let region = disc(7)
        var free = Mask(width: Self.size, height: Self.size)
        if withFreeRim { for i in 0..<Self.size * 9 { free.values[i] = 1 } }
        let (result, convergence) = PoissonBlend.blended(over, under, region: region, free: free)
        #expect(convergence.residual <= 2 * PoissonBlend.tolerance)
        let logarithm = { (picture: Raster) in picture.map { Float(log(Double($0 + PoissonBlend.ground))) } }
        for channel in 0..<3 {
            // What the rim carries in is a gain: the difference of the logarithms' solution.
            let (from, to) = (logarithm(over), logarithm(under))
            for (p, wanted) in dense(over: from, under: to, region: region, free: free, channel: channel) {
                let gain = exp(wanted - Double(from.values[p * 3 + channel]))
                #expect(abs(Double(result.values[p * 3 + channel] / over.values[p * 3 + channel]) / gain - 1) < 1e-3)
            }
        }
        for p in region.values.indices where region.values[p] == 0 {
            #expect(result.values[p * 3] == under.values[p * 3])
        }
    }

    @Test("Poisson of a flat face takes a harmonic rim into the inside, on a large region in few rounds")
    func poissonHarmonic() {
        let n = 300
        let over = Raster(width: n, height: n, channels: 3, repeating: 0.5)
        var under = over
        for y in 0..<n {
            for x in 0..<n {
                let (u, v) = (Float(x - 150) / 150, Float(y - 150) / 150)
                let level = 0.4 * (u * u - v * v + 0.3 * u * v)
                for c in 0..<3 { under[x, y, c] = 0.51 * Float(exp(Double(level))) - PoissonBlend.ground }
            }
        }
        let region = Mask(
            width: n, height: n,
            values: (0..<n * n).map { i in
                let (x, y) = (i % n - 150, i / n - 150)
                return x * x + y * y * 3 / 2 < 120 * 120 && !(x > 10 && x < 30 && y < 0) ? 1 : 0
            })
        let (result, convergence) = PoissonBlend.blended(
            over, under, region: region, free: Mask(width: n, height: n))
        #expect(convergence.residual <= PoissonBlend.tolerance)
        #expect(convergence.rounds <= 25)
        let worst = region.values.indices.reduce(Float(0)) { worst, pixel in
            let light = under.values[pixel * 3]
            let wanted = region.values[pixel] > 0 ? (light + PoissonBlend.ground) / 0.51 * 0.5 : light
            return max(worst, abs(result.values[pixel * 3] - wanted))
        }
        #expect(worst < 2e-3)
    }

    @Test("Poisson leaves light in a shaded half, and takes nothing from what is no skin on the rim")
    func poissonInShade() {
        let n = 120
        let picture = { (light: (Int, Int) -> Float) in
            var raster = Raster(width: n, height: n, channels: 3)
            for y in 0..<n { for x in 0..<n { for c in 0..<3 { raster[x, y, c] = light(x, y) } } }
            return raster
        }
        let inside = { (x: Int, y: Int) in (x - 60) * (x - 60) + (y - 60) * (y - 60) < 40 * 40 }
        // One half in shade; the target is a little darker everywhere, and white behind the jaw.
        let skin = { (x: Int) -> Float in x < 60 ? 0.5 : 0.01 }
        let over = picture { x, _ in skin(x) }
        let under = picture { x, y in y > 90 ? 0.95 : 0.8 * skin(x) }
        let region = Mask(width: n, height: n, values: (0..<n * n).map { inside($0 % n, $0 / n) ? 1 : 0 })
        let (result, convergence) = PoissonBlend.blended(
            over, under, region: region, free: Mask(width: n, height: n))
        #expect(convergence.residual <= PoissonBlend.tolerance)
        let ratios = (0..<n * n).filter { inside($0 % n, $0 / n) }.map { result[$0 % n, $0 / n, 1] / skin($0 % n) }
        let (least, most) = (ratios.min() ?? 0, ratios.max() ?? 9)
        #expect(least > 0.75 && most < 1.05, "\(least) … \(most)")
    }

    @Test("a multiband join of a picture with itself is that picture")
    func multibandIdentity() {
        var numbers = TestNumbers(seed: 4)
        let picture = numbers.raster(width: 75, height: 91, channels: 3)
        let mask = Mask(width: 75, height: 91, values: (0..<75 * 91).map { $0 % 75 > 30 ? 1 : 0 })
        let joined = MultibandBlend.blended(picture, picture, mask: mask)
        for i in picture.values.indices { #expect(abs(joined.values[i] - picture.values[i]) < 1e-5) }
    }

    @Test("a multiband join is one picture where the mask is full far around, and the other where it is empty")
    func multibandSides() {
        let over = Raster(width: 256, height: 64, channels: 3, repeating: 0.8)
        let under = Raster(width: 256, height: 64, channels: 3, repeating: 0.2)
        let mask = Mask(width: 256, height: 64, values: (0..<256 * 64).map { $0 % 256 >= 128 ? 1 : 0 })
        let joined = MultibandBlend.blended(over, under, mask: mask)
        #expect(abs(joined[255, 32, 0] - 0.8) < 0.02)
        #expect(abs(joined[0, 32, 0] - 0.2) < 0.02)
        #expect(abs(joined[128, 32, 0] - 0.5) < 0.1)
    }
}
