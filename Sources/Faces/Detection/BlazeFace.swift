import Foundation
import Inference

/// A single-shot face detector whose anchors are the cells of two feature maps.
/// - SeeAlso: Bazarevsky et al. 2019, "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs".
struct BlazeFace: FaceDetector {
    /// The trained networks that share this head.
    enum Network: String, CaseIterable {
        /// 128 × 128, for faces that fill more than a tenth of the square.
        case short
        /// 256 × 256, for faces that fill more than a twenty-fifth.
        case back

        var samples: Int {
            switch self {
            case .short: 128
            case .back: 256
            }
        }
    }

    let samples: Int
    private let model: any Model
    private let regressors: Int
    private let classifiers: Int

    /// - Throws: `InferenceError`; `FacesError.wrongModel` when the file is not this network.
    init(_ network: Network, file: URL, engine: any Engine, options: ModelOptions) throws {
        let model = try engine.load(file, options: options)
        let shapes = model.outputs.map { $0.shape }
        let samples = network.samples
        guard model.inputs.map(\.shape) == [[1, samples, samples, 3]],
            let regressors = shapes.firstIndex(of: [1, Self.anchors.count, Self.valuesPerAnchor]),
            let classifiers = shapes.firstIndex(of: [1, Self.anchors.count, 1])
        else {
            throw FacesError.wrongModel(
                role: "face detector (\(network.rawValue))",
                expected: "input 1×\(samples)×\(samples)×3 and outputs 1×896×16 and 1×896×1",
                found: "\(model.inputs.map(\.shape)) and \(shapes)")
        }
        self.samples = samples
        self.model = model
        self.regressors = regressors
        self.classifiers = classifiers
    }

    /// Centre, width and height, then six key points.
    private static let valuesPerAnchor = 16

    /// Cells a side of both feature maps, and the anchors in every cell.
    private static let maps = [(cells: 16, anchors: 2), (cells: 8, anchors: 6)]

    /// Centres of the anchors, 0…1, in the order of the outputs.
    private static let anchors: [SIMD2<Float>] = maps.flatMap { map in
        (0..<map.cells * map.cells).flatMap { cell in
            let x = (Float(cell % map.cells) + 0.5) / Float(map.cells)
            let y = (Float(cell / map.cells) + 0.5) / Float(map.cells)
            return [SIMD2<Float>](repeating: SIMD2(x, y), count: map.anchors)
        }
    }

    func detect(in excerpt: Excerpt, at frame: CropFrame, threshold: Float) throws -> [FaceCandidate] {
        // The networks take −1…1, and learnt with black around the picture.
        let pixels = excerpt.crop(frame, samples: samples, gain: 2, offset: -1, surroundings: .black)
        let outputs = try model.run([Tensor(shape: [1, samples, samples, 3], values: pixels)])
        let (boxes, logits) = (outputs[regressors].values, outputs[classifiers].values)
        let leastLogit = log(threshold / (1 - threshold))
        var found: [FaceCandidate] = []
        for (index, logit) in logits.enumerated() where logit >= leastLogit {
            let values = boxes[index * Self.valuesPerAnchor..<(index + 1) * Self.valuesPerAnchor]
            let points = stride(from: values.startIndex, to: values.endIndex, by: 2).map {
                SIMD2(values[$0], values[$0 + 1])
            }
            let anchor = Self.anchors[index] * Float(samples)
            let place = { (offset: SIMD2<Float>) in frame.place(of: anchor + offset, extent: Float(samples)) }
            found.append(
                FaceCandidate(
                    score: 1 / (1 + exp(-min(logit, 80))), center: place(points[0]),
                    side: points[1].max() * frame.side / Float(samples), keyPoints: points[2...].map(place)))
        }
        return found.blended()
    }
}
