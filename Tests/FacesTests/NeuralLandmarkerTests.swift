import Faces
import Foundation
import Oracles
import Raster
import Testing

@Suite("Landmarkers", .enabled(if: Oracle.isAvailable, Comment(rawValue: Oracle.absence)))
struct NeuralLandmarkerTests {
    @Test("landmarks, their score, the turn and the five that crops go by are those that the formulas give")
    func landmarks() async throws {
        let networks = try await FaceNetworks()
        let picture = try BlobPicture(bits: 16, discs: BlobPicture.two)
        // Of a picture looked at turned, faces lie on their sides.
        let cases: [(families: [LandmarkerFamily], turns: [QuarterTurn])] = [
            ([.fan2d], [.none]), ([.peppaWutz], [.quarter]), ([.fan2d, .peppaWutz], [.threeQuarters]),
            ([], [.half]),
        ]
        let answers = try await FaceNetworks.answers(
            cases.map { networks.job(picture, [.yunet], turns: $0.turns, landmarkers: $0.families) })
        for (look, answer) in zip(cases, answers) {
            let landmarker = try networks.landmarker(look.families)
            let expected = try #require(answer.faces)
            #expect(!expected.isEmpty)
            for face in expected {
                let found = try landmarker.landmarks(of: face.detected, in: picture.photograph)
                #expect(found.turn.rawValue == face.angle)
                #expect(abs(Double(found.score) - face.sure) < 1e-4)
                #expect(greatestDifference(found.points68.centered, face.points.flatMap { $0 }) < 1e-4, "\(look)")
                #expect(greatestDifference(found.points5.centered, face.best.flatMap { $0 }) < 1e-4, "\(look)")
            }
        }
    }

    @Test("landmarks that are not sure leave the detector's five in place")
    func unsure() async throws {
        let networks = try await FaceNetworks()
        let picture = try BlobPicture(bits: 8, discs: BlobPicture.two)
        let answer = try await FaceNetworks.answers([networks.job(picture, [.yunet], landmarkers: [.fan2d])])[0]
        let face = try #require(answer.faces?.first)
        var landmarker = try networks.landmarker([.fan2d])
        landmarker.threshold = 0.99
        let found = try landmarker.landmarks(of: face.detected, in: picture.photograph)
        #expect(found.points5 == face.detected.landmarks5)
        #expect(greatestDifference(found.points68.centered, face.points.flatMap { $0 }) < 1e-4)
    }

    /// OpenCV's CIELAB of 8 bits is off by up to 2 of 255 in lightness and 3 in colour where it is dark.
    @Test(
        "a dark crop gets the contrast that the formulas give, near what OpenCV gives 8 bits; another passes untouched")
    func contrast() async throws {
        let side = 256
        let crop = { (light: Float) in
            Raster(
                width: side, height: side, channels: 3,
                values: (0..<side * side * 3).map { index in
                    let (x, y, channel) = (Float(index / 3 % side), Float(index / 3 / side), Float(index % 3))
                    return light * (0.5 + 0.3 * sin(x / 17 + channel) + 0.2 * cos(y / 23 - channel / 2))
                })
        }
        let dark = crop(0.13)
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).raw")
        defer { try? FileManager.default.removeItem(at: file) }
        try dark.values.withUnsafeBytes { try Data($0).write(to: file) }
        var job = FaceNetworks.Job(kind: "contrast")
        job.picture = file.path
        job.side = side
        let answer = try await FaceNetworks.answers([job])[0]
        let raised = LocalContrast.raised(dark)
        #expect(greatestDifference(raised.values.map(Double.init), answer.fine ?? []) < 1e-3)
        let differences = zip(raised.values, answer.crop ?? []).map { abs(Double($0) - $1) * 255 }
        #expect((differences.max() ?? 255) < 10 && differences.reduce(0, +) / Double(differences.count) < 2)
        #expect(greatestDifference(dark.values.map(Double.init), raised.values.map(Double.init)) > 0.03)
        #expect(LocalContrast.raised(crop(0.6)) == crop(0.6))
    }
}

extension FaceNetworks.Answer.Face {
    /// As our own detectors give it.
    var detected: DetectedFace {
        DetectedFace(
            score: Float(score), low: SIMD2(box[0], box[1]) + 0.5, high: SIMD2(box[2], box[3]) + 0.5,
            landmarks5: five.map { SIMD2($0[0], $0[1]) + 0.5 })
    }
}
