import Foundation

/// The detectors that give a box and five landmarks, by the names that FaceFusion gives them.
public enum DetectorFamily: String, Sendable, Codable, CaseIterable {
    case retinaface
    case scrfd
    case yoloFace = "yolo_face"
    case yunet

    /// Edge of the square that they look at, in pixels.
    static let side = 640
    /// Pixels of that square a cell of each of the three maps.
    private static let strides = [8, 16, 32]
    /// Centre and size of the box, its score, and five times x, y and a visibility.
    private static let yoloChannels = 20

    /// What the network takes: blue first, since FaceFusion shows it a picture as OpenCV reads it.
    var colors: NetworkColors {
        switch self {
        // (code − 127.5) / 128
        case .retinaface, .scrfd:
            NetworkColors(mean: .init(repeating: 0.5), deviation: .init(repeating: 128 / 255), order: .bgr)
        case .yoloFace: NetworkColors(mean: .zero, deviation: .one, order: .bgr)
        // Code values as they are.
        case .yunet: NetworkColors(mean: .zero, deviation: .init(repeating: 1 / 255), order: .bgr)
        }
    }

    /// Anchors in each cell of a map.
    private var anchors: Int { self == .yunet ? 1 : 2 }

    /// Values of the outputs in their order: kind by kind, and of each kind the three maps.
    var outputs: [Int] {
        let widths: [Int]
        switch self {
        case .yoloFace: return [Self.yoloChannels * Self.strides.map { Self.cells($0) }.reduce(0, +)]
        // Score, box, landmarks.
        case .retinaface, .scrfd: widths = [1, 4, 10]
        // Score of the class, score of the object, box, landmarks.
        case .yunet: widths = [1, 1, 4, 10]
        }
        return widths.flatMap { width in Self.strides.map { Self.cells($0) * anchors * width } }
    }

    private static func cells(_ stride: Int) -> Int { (side / stride) * (side / stride) }

    /// What a network says of one face, in pixels of its canvas, counted as it was trained to.
    struct Sighting: Sendable, Equatable {
        var score: Float
        var low: SIMD2<Double>
        var high: SIMD2<Double>
        var landmarks5: [SIMD2<Double>]
    }

    /// The sightings with a score of at least `threshold`, in the order of the outputs.
    func sightings(in outputs: [[Float]], threshold: Float) -> [Sighting] {
        switch self {
        case .retinaface, .scrfd: distances(in: outputs, threshold: threshold)
        case .yoloFace: columns(in: outputs[0], threshold: threshold)
        case .yunet: centers(in: outputs, threshold: threshold)
        }
    }
}

extension DetectorFamily {
    /// The left top corner of an anchor's cell.
    private static func corner(_ index: Int, stride: Int, anchors: Int) -> SIMD2<Double> {
        let (cell, across) = (index / anchors, side / stride)
        return SIMD2(Double(cell % across), Double(cell / across)) * Double(stride)
    }

    /// From each anchor the distances to the box's edges, and the ways to the landmarks, in cells.
    private func distances(in outputs: [[Float]], threshold: Float) -> [Sighting] {
        Self.strides.enumerated().flatMap { map, stride in
            let (scores, boxes, points) = (outputs[map], outputs[map + 3], outputs[map + 6])
            let unit = Double(stride)
            return scores.indices.filter { scores[$0] >= threshold }.map { index in
                let corner = Self.corner(index, stride: stride, anchors: anchors)
                let pair = { (values: [Float], at: Int) in SIMD2(Double(values[at]), Double(values[at + 1])) * unit }
                return Sighting(
                    score: scores[index], low: corner - pair(boxes, index * 4),
                    high: corner + pair(boxes, index * 4 + 2),
                    landmarks5: (0..<5).map { corner + pair(points, index * 10 + $0 * 2) })
            }
        }
    }

    /// Every channel as one row of all cells.
    private func columns(in values: [Float], threshold: Float) -> [Sighting] {
        let cells = values.count / Self.yoloChannels
        return (0..<cells).filter { values[4 * cells + $0] > threshold }.map { cell in
            let pair = { (channel: Int) in
                SIMD2(Double(values[channel * cells + cell]), Double(values[(channel + 1) * cells + cell]))
            }
            let (center, extent) = (pair(0), pair(2))
            return Sighting(
                score: values[4 * cells + cell], low: center - extent / 2, high: center + extent / 2,
                landmarks5: (0..<5).map { pair(5 + $0 * 3) })
        }
    }

    /// From each cell the way to the box's centre, the logarithms of its sides, and the ways to the landmarks, in cells.
    private func centers(in outputs: [[Float]], threshold: Float) -> [Sighting] {
        Self.strides.enumerated().flatMap { map, stride in
            let (classes, objects) = (outputs[map], outputs[map + 3])
            let (boxes, points) = (outputs[map + 6], outputs[map + 9])
            let unit = Double(stride)
            return classes.indices.filter { classes[$0] * objects[$0] >= threshold }.map { index in
                let corner = Self.corner(index, stride: stride, anchors: anchors)
                let pair = { (values: [Float], at: Int) in SIMD2(Double(values[at]), Double(values[at + 1])) }
                let center = corner + pair(boxes, index * 4) * unit
                let logs = pair(boxes, index * 4 + 2)
                let extent = SIMD2(exp(logs.x), exp(logs.y)) * unit
                return Sighting(
                    score: classes[index] * objects[index], low: center - extent / 2, high: center + extent / 2,
                    landmarks5: (0..<5).map { corner + pair(points, index * 10 + $0 * 2) * unit })
            }
        }
    }
}
