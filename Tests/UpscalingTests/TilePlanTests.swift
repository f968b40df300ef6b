import Raster
import Testing
import Upscaling

@Suite("Tile plan")
struct TilePlanTests {
    @Test(
        "the weights of all tiles add up to 1 at every pixel",
        arguments: [(40, 512, 64, 1), (300, 128, 64, 1), (301, 96, 32, 8), (1000, 130, 64, 16), (97, 96, 16, 8)])
    func weightsAddUp(count: Int, tile: Int, overlap: Int, multiple: Int) {
        let line = TileLine(count: count, tile: tile, overlap: overlap, multiple: multiple)
        #expect(line.length % multiple == 0)
        let scale = 3
        var sums = [Float](repeating: 0, count: count * scale)
        for index in line.starts.indices {
            for (pixel, weight) in line.weights(of: index, scale: scale).enumerated() where weight > 0 {
                sums[line.starts[index] * scale + pixel] += weight
            }
        }
        for sum in sums { #expect(abs(sum - 1) < 1e-5) }
    }

    @Test("no pixel near a tile's border is used, but the picture's own border is")
    func marginsAreThrownAway() {
        let line = TileLine(count: 400, tile: 128, overlap: 64, multiple: 1)
        #expect(line.starts.first == -16 && (line.starts.last ?? 0) + line.length == 416)
        for index in line.starts.indices {
            let weights = line.weights(of: index, scale: 1)
            let (before, after) = (index == 0 ? 16 : 24, index == line.starts.count - 1 ? 16 : 24)
            #expect(weights.prefix(before).allSatisfy { $0 == 0 } && weights.suffix(after).allSatisfy { $0 == 0 })
            #expect(line.margins(of: index) == (before, after))
        }
        #expect(line.weights(of: 0, scale: 1)[16] == 1)
    }

    @Test("tiles are no longer than their number makes them")
    func tilesAreJustLongEnough() {
        let line = TileLine(count: 600, tile: 512, overlap: 144, multiple: 1)
        #expect(line.starts.count == 2 && line.length == (600 + 32 + 144) / 2)
        #expect(line.margin == 64)
    }

    @Test("a picture that fits is one tile with room to spare around it")
    func smallPictureIsOneTile() {
        let plan = TilePlan(over: PixelSize(width: 50, height: 30), tile: 512, overlap: 64, multiple: 8)
        #expect(plan.count == 1)
        #expect(plan.across.length == 88 && plan.down.length == 64)
    }
}
