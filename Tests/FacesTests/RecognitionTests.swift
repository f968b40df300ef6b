import Faces
import Foundation
import Inference
import Raster
import Testing

@Suite("Recogniser and classifier", .enabled(if: FaceNetworks.isAvailable, Comment(rawValue: FaceNetworks.whyNot)))
struct RecognitionTests {
    @Test("a face's crop, its embedding and its traits are those that the formulas give")
    func embedding() throws {
        let picture = try BlobPicture(bits: 16, discs: BlobPicture.two)
        let answer = try FaceNetworks.answers(
            [try FaceNetworks.job(picture.file, of: picture.photograph, detectors: [.scrfd])])[0]
        let embedder = try FaceNetworks.embedder()
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
            #expect(greatestDifference(found.values.map(Double.init), face.embedding) < 1e-3)
            #expect(abs(found.normalized.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
        }
    }

    @Test("a picture of 16 bits gives another, finer embedding than the same picture in 8")
    func depth() throws {
        let picture = try BlobPicture(bits: 16, discs: BlobPicture.two)
        let jobs = try [false, true].map {
            try FaceNetworks.job(picture.file, of: picture.photograph, detectors: [.yunet], rounds: $0)
        }
        let answers = try FaceNetworks.answers(jobs)
        let (fine, coarse) = (try #require(answers[0].faces?.first), try #require(answers[1].faces?.first))
        let embedder = try FaceNetworks.embedder()
        let five = fine.best.map { SIMD2($0[0], $0[1]) + 0.5 }
        let error = { (photograph: Photograph) in
            greatestDifference(
                try embedder.embedding(at: five, in: photograph).values.map(Double.init), fine.embedding)
        }
        let (of16, of8) = (try error(picture.photograph), try error(picture.rounded))
        #expect(of16 < of8 / 10, "\(of16), \(of8)")
        // FaceFusion's own 8 bits, which it also rounds after each step, lie further off than either.
        #expect(greatestDifference(coarse.embedding, fine.embedding) > of8)
    }

    @Test("a face's traits are those of the classes that the network picks")
    func traits() throws {
        let picture = try BlobPicture(bits: 16, discs: BlobPicture.two)
        let answer = try FaceNetworks.answers(
            [try FaceNetworks.job(picture.file, of: picture.photograph, detectors: [.yunet])])[0]
        let classifier = try FaceClassifier(
            file: FaceNetworks.file("fairface"), engine: FaceNetworks.engine.get(), options: FaceNetworks.options)
        let ages = [0...2, 3...9, 10...19, 20...29, 30...39, 40...49, 50...59, 60...69, 70...100]
        let races = ["white", "black", "latino", "asian", "asian", "indian", "arabic"]
        for face in try #require(answer.faces) {
            let found = try classifier.traits(at: face.best.map { SIMD2($0[0], $0[1]) + 0.5 }, in: picture.photograph)
            let expected = FaceTraits(
                gender: face.classes[1] == 1 ? .female : .male, age: ages[face.classes[2]], race: races[face.classes[0]])
            #expect(found == expected)
        }
    }

    @Test("several sources are averaged as they are and at length 1; a weighted mean leans to the face that is seen best")
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
