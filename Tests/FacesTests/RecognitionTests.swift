import Faces
import Foundation
import Inference
import Oracles
import Raster
import Testing

@Suite("Recogniser and classifier", .enabled(if: Oracle.isAvailable, Comment(rawValue: Oracle.absence)))
struct RecognitionTests {
    @Test("a face's crop, its embedding and its traits are those that the formulas give")
    func embedding() async throws {
        let networks = try await FaceNetworks()
        let picture = try BlobPicture(bits: 16, discs: BlobPicture.two)
        let answer = try await FaceNetworks.answers([networks.job(picture, [.scrfd])])[0]
        let embedder = try networks.embedder()
        let expected = try #require(answer.faces)
        for face in expected {
            let five = face.best.map { SIMD2($0[0], $0[1]) + 0.5 }
            let matrix = try CropMatrix(at: five, in: .arcface112v2, side: 112)
            #expect(
                greatestDifference([matrix.xx, matrix.xy, matrix.tx, matrix.yx, matrix.yy, matrix.ty], face.matrix)
                    < 1e-9)
            let crop = picture.photograph.sampled(by: matrix, to: PixelSize(width: 112, height: 112))
            let picked = stride(from: 0, to: 112, by: 7).flatMap { y in
                stride(from: 0, to: 112, by: 5).flatMap { x in (0..<3).map { Double(crop[x, y, $0]) } }
            }
            #expect(greatestDifference(picked, face.crop) < 1e-5)
            let found = try embedder.embedding(at: five, in: picture.photograph)
            #expect(greatestDifference(found.values.map(Double.init), face.embedding) < 1e-4)
            #expect(abs(found.normalized.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
        }
    }

    @Test("a picture of 16 bits gives another, finer embedding than the same picture in 8")
    func depth() async throws {
        let networks = try await FaceNetworks()
        let picture = try BlobPicture(bits: 16, discs: BlobPicture.two)
        let fine = try #require(try await FaceNetworks.answers([networks.job(picture, [.yunet])])[0].faces?.first)
        let embedder = try networks.embedder()
        let five = fine.best.map { SIMD2($0[0], $0[1]) + 0.5 }
        let error = { (photograph: Photograph) in
            greatestDifference(
                try embedder.embedding(at: five, in: photograph).values.map(Double.init), fine.embedding)
        }
        let (of16, of8) = (try error(picture.photograph), try error(picture.rounded))
        #expect(of16 < of8 / 10, "\(of16), \(of8)")
        // FaceFusion, which also rounds the crop, lies further off than either.
        let coarse = try await Oracle.reference(
            "embed", [:], ["frame": picture.frame, "landmarks5": NumberArray(five.map { $0 - 0.5 })],
            models: ["arcface_w600k_r50"])
        #expect(greatestDifference(try coarse["embedding"].doubles, fine.embedding) > of8)
    }

    @Test("a face's traits are those of the classes that the network picks")
    func traits() async throws {
        let networks = try await FaceNetworks()
        let picture = try BlobPicture(bits: 16, discs: BlobPicture.two)
        let answer = try await FaceNetworks.answers([networks.job(picture, [.yunet])])[0]
        let classifier = try FaceClassifier(
            file: networks.file("fairface"), engine: networks.engine, options: networks.options)
        let ages = [0...2, 3...9, 10...19, 20...29, 30...39, 40...49, 50...59, 60...69, 70...100]
        let races = ["white", "black", "latino", "asian", "asian", "indian", "arabic"]
        for face in try #require(answer.faces) {
            let found = try classifier.traits(at: face.best.map { SIMD2($0[0], $0[1]) + 0.5 }, in: picture.photograph)
            let expected = FaceTraits(
                gender: face.classes[1] == 1 ? .female : .male, age: ages[face.classes[2]], race: races[face.classes[0]]
            )
            #expect(found == expected)
        }
    }

    @Test(
        "several sources are averaged as they are and at length 1; a weighted mean leans to the face that is seen best")
    func averaging() throws {
        let vectors: [[Float]] = [[3, 4, 0], [0, 0, 2]]
        let mean = try #require(SourceEmbedding.mean(of: vectors.map(FaceEmbedding.init)))
        #expect(mean.embedding == [1.5, 2, 1])
        #expect(zip(mean.normalized, [0.3, 0.4, 0.5]).allSatisfy { abs($0 - $1) < 1e-6 })
        #expect(SourceEmbedding.mean(of: []) == nil)

        let sharp = Sample.face(embedding: vectors[0], width: 300, sharpness: 0.8)
        let poor = Sample.face(embedding: vectors[1], width: 40, yaw: 60, sharpness: 0.2)
        let weighted = try #require(SourceEmbedding.weightedMean(of: [sharp, poor]))
        // 0.8 against 0.2 · cos²60° · 40/80.
        let share: Float = 0.025 / 0.825
        #expect(abs(weighted.normalized[2] - share) < 1e-4 && abs(weighted.normalized[0] - 0.6 * (1 - share)) < 1e-4)
        let same = try #require(SourceEmbedding.weightedMean(of: [sharp, Sample.face(embedding: nil)]))
        #expect(same == SourceEmbedding(FaceEmbedding(values: vectors[0])))
    }
}
