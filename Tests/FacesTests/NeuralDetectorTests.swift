import Faces
import Foundation
import Inference
import Oracles
import Raster
import Testing

@Suite("Detectors", .enabled(if: Oracle.isAvailable, Comment(rawValue: Oracle.absence)))
struct NeuralDetectorTests {
    @Test("every detector sees the canvas and finds the boxes and landmarks that the formulas give")
    func each() async throws {
        let networks = try await FaceNetworks()
        let picture = try BlobPicture(bits: 16, discs: BlobPicture.two)
        let families = DetectorFamily.allCases
        let answers = try await FaceNetworks.answers(families.map { networks.job(picture, [$0]) })
        for (family, answer) in zip(families, answers) {
            let detector = try networks.detector(family)
            let expected = try #require(answer.faces)
            #expect(expected.count > 2)
            #expect(
                try canvasDifference(detector.tensor(of: picture.photograph), family, answer.canvases?.first) < 1e-5)
            try compare(NeuralSearch([detector]).detect(in: picture.photograph), expected, "\(family)")
        }
    }

    @Test("pictures turned and padded, and many detectors, give one list of faces in the picture's own coordinates")
    func turned() async throws {
        let networks = try await FaceNetworks()
        let picture = try BlobPicture(bits: 8, discs: BlobPicture.two)
        let many: [DetectorFamily] = [.retinaface, .scrfd, .yoloFace]
        let cases: [(families: [DetectorFamily], turns: [QuarterTurn], margins: DetectorMargins)] = [
            (many, QuarterTurn.allCases, DetectorMargins(top: 10, right: 0, bottom: 30, left: 55)),
            ([.yunet], [.quarter], DetectorMargins()),
            ([.yoloFace], [.half, .threeQuarters], DetectorMargins(top: 100, right: 100, bottom: 100, left: 100)),
            ([.scrfd], [.none, .half, .threeQuarters], DetectorMargins()),
        ]
        let answers = try await FaceNetworks.answers(
            cases.map { networks.job(picture, $0.families, turns: $0.turns, margins: $0.margins) })
        for (look, answer) in zip(cases, answers) {
            let search = NeuralSearch(
                try look.families.map(networks.detector), turns: look.turns, margins: look.margins)
            let expected = try #require(answer.faces)
            #expect(!expected.isEmpty)
            for (index, turn) in look.turns.enumerated() {
                let detector = search.detectors[0]
                let tensor = detector.tensor(of: picture.photograph, turned: turn, margins: look.margins)
                #expect(try canvasDifference(tensor, detector.family, answer.canvases?[index]) < 1e-5)
            }
            try compare(search.detect(in: picture.photograph), expected, "\(look)")
        }
    }

    @Test("a small picture is not enlarged for the canvas")
    func small() async throws {
        let networks = try await FaceNetworks()
        let picture = try BlobPicture(bits: 8, discs: [(100, 90, 60)], width: 200, height: 180)
        let answer = try await FaceNetworks.answers([networks.job(picture, [.yunet])])[0]
        let detector = try networks.detector(.yunet)
        #expect(try canvasDifference(detector.tensor(of: picture.photograph), .yunet, answer.canvases?.first) < 1e-5)
        try compare(
            NeuralSearch([detector]).detect(in: picture.photograph), try #require(answer.faces), "small")
    }

    @Test("of overlapping boxes those stay that OpenCV's NMSBoxes keeps", arguments: [0.1, 0.4])
    func suppression(overlap: Double) async throws {
        var state: UInt64 = 7
        let draw = { () -> Double in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 40) / Double(1 << 24)
        }
        let faces = (0..<200).map { _ in
            let low = SIMD2(draw() * 200, draw() * 200)
            // A third of the scores are alike, and some boxes are flat.
            return DetectedFace(
                score: Float((draw() * 30).rounded()) / 30, low: low,
                high: low + SIMD2(draw() * 60, max(0, draw() * 60 - 4)), landmarks5: [low])
        }
        var job = FaceNetworks.Job(kind: "boxes")
        job.boxes = faces.map { [$0.low.x, $0.low.y, $0.high.x, $0.high.y] }
        job.scores = faces.map { Double($0.score) }
        job.overlap = overlap
        let kept = try #require(try await FaceNetworks.answers([job])[0].kept)
        #expect(faces.suppressed(threshold: 0.5, overlap: Float(overlap)) == kept.map { faces[$0] })
    }

    @Test("another network's file is refused, and the error says what was expected")
    func wrongModel() async throws {
        let networks = try await FaceNetworks()
        let error = #expect(throws: FacesError.self) {
            try NeuralDetector(
                .yunet, file: networks.file("yoloface_8n"), engine: networks.engine, options: networks.options)
        }
        #expect(error?.description.contains("yunet") == true && error?.description.contains("1×3×640×640") == true)
        #expect(throws: FacesError.self) {
            try FaceEmbedder(
                file: networks.file("fan_68_5"), engine: networks.engine, options: networks.options)
        }
    }

    /// Of the values, 0…1, that the reference picked.
    private func canvasDifference(
        _ tensor: Tensor, _ family: DetectorFamily, _ expected: [Double]?
    ) throws -> Double {
        let (slope, shift): (Float, Float) =
            switch family {
            case .retinaface, .scrfd: (128 / 255, 0.5)
            case .yoloFace: (1, 0)
            case .yunet: (1 / 255, 0)
            }
        var seen: [Double] = []
        for plane in 0..<3 {
            for row in stride(from: 0, to: 640, by: 13) {
                for column in stride(from: 0, to: 640, by: 11) {
                    seen.append(Double(tensor.values[(plane * 640 + row) * 640 + column] * slope + shift))
                }
            }
        }
        return greatestDifference(seen, try #require(expected))
    }

    private func compare(_ found: [DetectedFace], _ expected: [FaceNetworks.Answer.Face], _ name: String) throws {
        try #require(found.count == expected.count, "\(name): \(found.map(\.score)), \(expected.map(\.score))")
        for (face, other) in zip(found, expected) {
            // These networks' last layers are steep: OpenVINO and ONNX Runtime differ by up to 2e-4 on one tensor.
            #expect(abs(Double(face.score) - other.score) < 5e-4, "\(name)")
            #expect(greatestDifference([face.low, face.high].centered, other.box) < 5e-4, "\(name)")
            #expect(greatestDifference(face.landmarks5.centered, other.five.flatMap { $0 }) < 5e-4, "\(name)")
        }
    }
}
