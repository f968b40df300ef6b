import Faces
import Raster
import Testing

/// Faces that nobody detected.
enum Sample {
    static func face(
        embedding: [Float]? = nil, traits: FaceTraits? = nil, x: Float = 0, y: Float = 0, width: Float = 100,
        score: Float = 0.9, yaw: Float = 0, sharpness: Float = 0.5
    ) -> Face {
        Face(
            box: Box(x: x, y: y, width: width, height: width), score: score, mesh: [], landmarks68: [], landmarks5: [],
            pose: Pose(yaw: yaw, pitch: 0, roll: 0), share: width * width / 1e6,
            quality: FaceQuality(sharpness: sharpness, exposure: 0.5, clipped: 0),
            embedding: embedding.map(FaceEmbedding.init), traits: traits)
    }
}

@Suite("Choosing faces")
struct SelectionTests {
    /// By their x: 300, 100, 200.
    private let faces = [
        Sample.face(
            embedding: [1, 0], traits: FaceTraits(gender: .female, age: 20...29, race: "asian"), x: 300, y: 20,
            width: 50, score: 0.7),
        Sample.face(
            embedding: [0, 2], traits: FaceTraits(gender: .male, age: 3...9, race: "white"), x: 100, y: 90, width: 80,
            score: 0.9),
        Sample.face(embedding: [3, 3], x: 200, y: 10, width: 60, score: 0.8),
    ]

    @Test("each of the eight orders is that of FaceFusion's sort, and stable")
    func orders() {
        let expected: [FaceOrder: [Float]] = [
            .leftRight: [100, 200, 300], .rightLeft: [300, 200, 100], .topBottom: [200, 300, 100],
            .bottomTop: [100, 300, 200], .smallLarge: [300, 200, 100], .largeSmall: [100, 200, 300],
            .bestWorst: [100, 200, 300], .worstBest: [300, 200, 100],
        ]
        for order in FaceOrder.allCases {
            #expect(order.apply(to: faces).map(\.box.x) == expected[order], "\(order)")
            let twins = [Sample.face(sharpness: 0.1), Sample.face(sharpness: 0.2)]
            #expect(order.apply(to: twins) == twins)
        }
    }

    @Test("a number counts in the order that is asked for, among the faces that pass")
    func counted() {
        #expect(FaceSelection.index(0).choose(faces) == [0])
        #expect(FaceSelection.index(0).choose(faces, order: .leftRight) == [1])
        #expect(FaceSelection.index(2).choose(faces, order: .leftRight) == [0])
        #expect(FaceSelection.index(3).choose(faces, order: .leftRight) == [])
        let near = FaceFilter(reference: [FaceEmbedding(values: [1, 0])], distance: 0.2)
        #expect(FaceSelection.index(0).choose(faces, filter: near, order: .leftRight) == [2])
        #expect(FaceSelection.largest.choose(faces, order: .smallLarge) == FaceSelection.largest.choose(faces))
    }

    @Test("gender, age and group keep those that the classifier took for it, and nobody that it did not see")
    func traits() {
        #expect(FaceFilter(gender: .male).choose(faces) == [1])
        #expect(FaceFilter(race: "asian").choose(faces) == [0])
        #expect(FaceFilter(age: 25..<40).choose(faces) == [0])
        #expect(FaceFilter(age: 0..<100).choose(faces) == [0, 1])
        // FaceFusion's groups end before their last year.
        #expect(FaceFilter(age: 29..<40).choose(faces) == [] && FaceFilter(age: 28..<40).choose(faces) == [0])
        #expect(FaceFilter().apply(to: faces) == faces)
    }

    @Test("a reference keeps the faces nearer than the distance: half of one minus the cosine")
    func reference() throws {
        let person = FaceEmbedding(values: [5, 0])
        // 0, 0.5 and (1 − √½) / 2 ≈ 0.146 away.
        #expect(FaceFilter(reference: [person]).choose(faces) == [0, 2])
        #expect(FaceFilter(reference: [person], distance: 0.146).choose(faces) == [0])
        #expect(FaceFilter(reference: [person], distance: 0.147).choose(faces) == [0, 2])
        #expect(FaceFilter(reference: [FaceEmbedding(values: [-1, 0])], distance: 0.3).choose(faces) == [])
        let filter = FaceFilter(reference: [person])
        #expect(FaceSelection.reference.choose(faces, filter: filter) == [0, 2])
        #expect(FaceSelection.left.choose(faces, filter: filter) == [2])
        #expect(FaceSelection.reference.choose(faces) == [])
        #expect(throws: FacesError.noneMatches(found: 3)) {
            try FaceSelection.best.apply(to: faces, filter: FaceFilter(gender: .male, race: "asian"))
        }
        #expect(throws: FacesError.noSuchFace(selection: "reference", found: 3)) {
            try FaceSelection.reference.apply(to: faces)
        }
    }

    @Test("every choice is read back from its text, and chooses as it says")
    func words() {
        let choices: [FaceSelection: [Int]] = [
            .best: [0], .worst: [2], .largest: [1], .smallest: [0], .left: [1], .right: [0], .top: [2], .bottom: [1],
            .all: [0, 1, 2], .reference: [], .index(1): [1], .index(7): [],
        ]
        for (choice, positions) in choices {
            #expect(FaceSelection(choice.description) == choice)
            #expect(choice.choose(faces) == positions, "\(choice)")
        }
        #expect(FaceSelection("2") == .index(2) && FaceSelection("nearest") == nil && FaceSelection("-1") == nil)
    }
}
