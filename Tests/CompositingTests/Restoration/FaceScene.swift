import Compositing
import Faces
import Foundation
import Raster

/// A picture of soft waves with the landmarks of a tilted face in it, and the same picture before a swap.
struct FaceScene {
    let size = PixelSize(width: 300, height: 280)
    let codes: [UInt8]
    let originalCodes: [UInt8]
    let face: Face

    init() {
        codes = Self.waves(size, phase: 0)
        originalCodes = Self.waves(size, phase: 1.3)
        // Eyes, nose and mouth as shares of the eyes' distance about the point between them, turned by 8°.
        let five: [SIMD2<Double>] = [[-0.5, 0.01], [0.5, -0.01], [0.03, 0.58], [-0.41, 1.05], [0.4, 1.06]]
        let (c, s) = (cos(8 * Double.pi / 180), sin(8 * Double.pi / 180))
        let placed = { (p: SIMD2<Double>) -> SIMD2<Float> in
            SIMD2<Float>(SIMD2(148.3 + 62 * (c * p.x - s * p.y), 112.8 + 62 * (s * p.x + c * p.y)))
        }
        // Points that say how open eyes and lips are; where exactly they lie is of no account here.
        let many = (0..<68).map { index -> SIMD2<Float> in
            let angle = Double(index) * 0.7
            return placed(SIMD2(cos(angle) * (0.3 + 0.01 * Double(index)), 0.5 + 0.4 * sin(angle * 1.3)))
        }
        face = Face(
            box: Box(x: 80, y: 70, width: 140, height: 160), score: 1,
            mesh: [SIMD3<Float>](repeating: SIMD3(148, 140, 0), count: 468), landmarks68: many,
            landmarks5: five.map(placed), pose: Pose(yaw: 0, pitch: 0, roll: 0), share: 0.2,
            quality: FaceQuality(sharpness: 0.5, exposure: 0.5, clipped: 0),
            traits: FaceTraits(gender: .female, age: 30...39, race: "white"))
    }

    var photograph: Photograph { Self.photograph(codes, size) }
    var original: SourceFace { SourceFace(photograph: Self.photograph(originalCodes, size), face: face) }

    private static func photograph(_ codes: [UInt8], _ size: PixelSize) -> Photograph {
        Photograph(size: size, channels: 3, values: .bits8(codes), colorSpace: .sRGB)
    }

    private static func waves(_ size: PixelSize, phase: Double) -> [UInt8] {
        (0..<size.area * 3).map { index in
            let (x, y, c) = (
                Double(index / 3 % size.width), Double(index / 3 / size.width), Double(index % 3)
            )
            let wave = sin(x / (7 + c) + phase) * cos(y / (9 - c)) + 0.6 * sin((x + y) / (23 + 3 * c) + 2 * phase)
            return UInt8(127.5 + 60 * wave)
        }
    }

    /// The picture with a layer laid over it as FaceFusion lays it: code values mixed by the mask, 0…1.
    func mixed(with layer: Layer) -> [Float] {
        var result = codes.map { Float($0) / 255 }
        for y in 0..<layer.region.height {
            for x in 0..<layer.region.width {
                let share = layer.mask[x, y]
                for c in 0..<3 {
                    let at = ((layer.region.y + y) * size.width + layer.region.x + x) * 3 + c
                    result[at] += (Self.code(of: layer.pixels[x, y, c]) - result[at]) * share
                }
            }
        }
        return result
    }

    /// IEC 61966-2-1.
    private static func code(of light: Float) -> Float {
        light <= 0.0031308 ? light * 12.92 : Float(1.055 * pow(Double(light), 1 / 2.4) - 0.055)
    }
}
