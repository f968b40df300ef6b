import Faces
import Foundation
import Raster
import Testing

@Suite("Analysing with networks", .enabled(if: FaceNetworks.isAvailable, Comment(rawValue: FaceNetworks.whyNot)))
struct NeuralFaceAnalyserTests {
    @Test("every face that a detector's network sees is given, with the mean face's mesh where the mesh network sees none")
    func unconfirmed() throws {
        let picture = try BlobPicture(bits: 8, discs: BlobPicture.two)
        let search = NeuralSearch([try FaceNetworks.detector(.yunet)])
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

    @Test("a portrait keeps its mesh and gets the landmarks and the embedding of the networks that are given")
    func combined() throws {
        let portrait = try Portraits.open("ana.webp")
        let meshes = try Portraits.analyser()
        let plain = try #require(try meshes.analyse(portrait).first)
        #expect(plain.presence > 0.5 && plain.embedding == nil)
        #expect(try NeuralFaceAnalyser(meshes: meshes).analyse(portrait) == [plain])

        let (landmarker, embedder) = (try FaceNetworks.landmarker([.fan2d]), try FaceNetworks.embedder())
        let analyser = NeuralFaceAnalyser(meshes: meshes, landmarker: landmarker, embedder: embedder)
        let face = try #require(try analyser.analyse(portrait).first)
        let landmarks = try landmarker.landmarks(of: DetectedFace(plain), in: portrait)
        #expect(face.mesh == plain.mesh && face.box == plain.box)
        #expect(face.landmarks68 == landmarks.points68.map { SIMD2<Float>($0) })
        #expect(face.landmarks5 == landmarks.points5.map { SIMD2<Float>($0) })
        #expect(face.embedding == (try embedder.embedding(of: face, in: portrait)))
    }
}
