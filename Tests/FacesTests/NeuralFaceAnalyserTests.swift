import Faces
import Foundation
import Oracles
import Raster
import Testing

@Suite("Analysing with networks", .enabled(if: Oracle.isAvailable, Comment(rawValue: Oracle.absence)))
struct NeuralFaceAnalyserTests {
    @Test(
        "every face that a detector's network sees is given, with the mean face's mesh where the mesh network sees none"
    )
    func unconfirmed() async throws {
        let networks = try await FaceNetworks()
        let picture = try BlobPicture(bits: 8, discs: BlobPicture.two)
        let search = NeuralSearch([try networks.detector(.yunet)])
        let detected = try search.detect(in: picture.photograph)
        let analyser = NeuralFaceAnalyser(meshes: try Portraits.analyser(), search: search)
        let faces = try analyser.analyse(picture.photograph)
        #expect(faces.count == detected.count && Set(faces.map(\.box)) == Set(detected.map(\.box)))
        for face in faces where face.presence == 0 {
            let seen = try #require(detected.first { $0.box == face.box })
            #expect(face.mesh.count == 468 && face.landmarks5 == seen.landmarks5.map { SIMD2<Float>($0) })
            // The mean face lies over the five: its own features are nowhere far from them.
            let eyes = (face.mesh[33] + face.mesh[133]) / 2
            let d = SIMD2(eyes.x, eyes.y) - face.landmarks5[0]
            #expect((d * d).sum().squareRoot() < 0.35 * face.box.width)
        }
        #expect(faces.contains { $0.presence == 0 })
        #expect(try analyser.analyse(picture.photograph) == faces)
    }

    /// What FaceFusion loses by rounding the shrunk picture and each crop to 8 bits, and by passing crops through 8 bits of
    /// CIELAB, moves what networks answer; random ones let it grow more than trained ones do.
    @Test("of 8 bits the faces are FaceFusion's: boxes within a tenth of a pixel, landmarks within half of one")
    func faceFusion() async throws {
        let networks = try await FaceNetworks()
        let picture = try BlobPicture(bits: 8, discs: BlobPicture.two)
        let expected = try await Oracle.reference(
            "analyse", ["detector": "yunet", "landmarker": "2dfan4"], ["frame": picture.frame],
            models: ["yunet_2023_mar", "2dfan4", "fan_68_5", "arcface_w600k_r50", "fairface"])
        let found = try NeuralSearch([networks.detector(.yunet)]).detect(in: picture.photograph)
        let (landmarker, embedder) = (try networks.landmarker([.fan2d]), try networks.embedder())
        let count = try expected["scores"].shape[0]
        try #require(found.count == count)
        for (index, face) in found.enumerated() {
            #expect(abs(Double(face.score) - (try expected["scores"].doubles[index])) < 0.01)
            #expect(greatestDifference([face.low, face.high].centered, try expected["boxes"][index].doubles) < 0.1)
            let landmarks = try landmarker.landmarks(of: face, in: picture.photograph)
            #expect(landmarks.turn.rawValue == (try expected["angles"].integers[index]))
            #expect(
                greatestDifference(landmarks.points68.centered, try expected["landmarks68"][index].doubles) < 0.5)
            let embedding = try embedder.embedding(at: landmarks.points5, in: picture.photograph)
            let other = FaceEmbedding(values: try expected["embeddings"][index].floats)
            #expect(embedding.distance(to: other) < 0.01)
        }
    }

    @Test("a portrait keeps its mesh and gets the landmarks and the embedding of the networks that are given")
    func combined() async throws {
        let networks = try await FaceNetworks()
        let portrait = try Portraits.open("ana.webp")
        let meshes = try Portraits.analyser()
        let plain = try #require(try meshes.analyse(portrait).first)
        #expect(plain.presence > 0.5 && plain.embedding == nil)
        #expect(try NeuralFaceAnalyser(meshes: meshes).analyse(portrait) == [plain])

        let (landmarker, embedder) = (try networks.landmarker([.fan2d]), try networks.embedder())
        let analyser = NeuralFaceAnalyser(meshes: meshes, landmarker: landmarker, embedder: embedder)
        let face = try #require(try analyser.analyse(portrait).first)
        let landmarks = try landmarker.landmarks(of: DetectedFace(plain), in: portrait)
        #expect(face.mesh == plain.mesh && face.box == plain.box)
        #expect(face.landmarks68 == landmarks.points68.map { SIMD2<Float>($0) })
        #expect(face.landmarks5 == landmarks.points5.map { SIMD2<Float>($0) })
        #expect(face.embedding == (try embedder.embedding(of: face, in: portrait)))
    }
}
