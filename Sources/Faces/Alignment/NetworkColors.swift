import Inference
import Raster

/// How a network wants its picture and gives one back: `(value − mean) / deviation`, plane by plane.
package struct NetworkColors: Sendable, Equatable {
    package enum Order: String, Sendable, Codable {
        case rgb = "RGB"
        case bgr = "BGR"
    }

    /// In the order red, green, blue, of values 0…1.
    package var mean: SIMD3<Float>
    package var deviation: SIMD3<Float>
    package var order: Order

    package init(mean: SIMD3<Float>, deviation: SIMD3<Float>, order: Order = .rgb) {
        self.mean = mean
        self.deviation = deviation
        self.order = order
    }

    /// 0…1.
    package static let plain = NetworkColors(mean: .zero, deviation: .one)
    /// −1…1.
    package static let centered = NetworkColors(mean: .init(repeating: 0.5), deviation: .init(repeating: 0.5))
    /// The statistics of ImageNet.
    package static let imageNet = NetworkColors(
        mean: SIMD3(0.485, 0.456, 0.406), deviation: SIMD3(0.229, 0.224, 0.225))

    private var channels: [Int] { order == .rgb ? [0, 1, 2] : [2, 1, 0] }

    /// A raster of three channels as a tensor 1 × 3 × height × width.
    package func tensor(of raster: Raster) -> Tensor {
        precondition(raster.channels == 3, "a network's picture has three channels")
        let area = raster.size.area
        let values = [Float](unsafeUninitializedCapacity: area * 3) { buffer, count in
            count = area * 3
            raster.values.withUnsafeBufferPointer { from in
                for (plane, channel) in channels.enumerated() {
                    let (m, d) = (mean[channel], deviation[channel])
                    let to = plane * area
                    for i in 0..<area { buffer[to + i] = (from[i * 3 + channel] - m) / d }
                }
            }
        }
        return Tensor(shape: [1, 3, raster.height, raster.width], values: values)
    }

    /// The picture in a tensor 1 × 3 × height × width (or without the leading 1): `value · deviation + mean`, limited
    /// to `range`.
    package func raster(of tensor: Tensor, limits: ClosedRange<Float> = 0...1) -> Raster? {
        let shape = tensor.shape.count == 4 && tensor.shape[0] == 1 ? Array(tensor.shape.dropFirst()) : tensor.shape
        guard shape.count == 3, shape[0] == 3 else { return nil }
        let area = shape[1] * shape[2]
        let values = [Float](unsafeUninitializedCapacity: area * 3) { buffer, count in
            count = area * 3
            tensor.values.withUnsafeBufferPointer { from in
                for (plane, channel) in channels.enumerated() {
                    let (m, d) = (mean[channel], deviation[channel])
                    let start = plane * area
                    for i in 0..<area {
                        let value = from[start + i] * d + m
                        buffer[i * 3 + channel] = min(limits.upperBound, max(limits.lowerBound, value))
                    }
                }
            }
        }
        return Raster(width: shape[2], height: shape[1], channels: 3, values: values)
    }
}
