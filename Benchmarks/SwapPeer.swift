import Faces
import Foundation
import Inference

/// OpenCV and ONNX Runtime in a Python process beside this one.
final class SwapPeer {
    static let name = "OpenCV and ONNX Runtime"

    /// A picture read, swapped and written.
    struct Run: Decodable {
        var milliseconds: Double
        /// Of them in the network.
        var network: Double
        /// Of all cores.
        var cpu: Double
        /// Most that the process has held so far.
        var bytes: Int
    }

    /// What is swapped, and how.
    struct Order {
        var network: URL
        /// The manifest's.
        var crop: ModelEntry.Crop
        var template: WarpTemplate
        var face: Face
        var embedding: FaceEmbedding
        /// Of the box mask, 0…1.
        var blur: Float
        var threads: Int
    }

    private struct Request: Encodable {
        var `do`: String
        var network: String?
        var template: [[Double]]?
        var landmarks: [[Double]]?
        var embedding: [Float]?
        var side: Int?
        var blur: Double?
        var threads: Int?
        var picture: String?
        var result: String?
    }

    private struct Loaded: Decodable {
        var version: String
        var milliseconds: Double
    }

    private struct Compared: Decodable {
        var difference: Int
    }

    private struct Refusal: Decodable {
        var error: String
    }

    private let process: PeerProcess

    /// - Throws: `BenchmarkError.peersMissing`, `.peerFailed`.
    init(from installation: Installation = .current) throws {
        let program = String(decoding: PackageResources.swap_peer_py, as: UTF8.self)
        process = try PeerProcess(try UpscalePeers.python(of: installation), ["-I", "-c", program])
    }

    /// - Returns: ONNX Runtime's version, and the milliseconds that loading took.
    func load(_ order: Order) throws -> (version: String, milliseconds: Double) {
        var request = Request(do: "load")
        request.network = order.network.path
        request.template = order.template.points.map { [$0.x, $0.y] }
        // From the corner of the first pixel to its centre.
        request.landmarks = order.face.landmarks5.map { [Double($0.x) - 0.5, Double($0.y) - 0.5] }
        request.embedding = order.embedding.values
        request.side = order.crop.side
        request.blur = Double(order.blur.description)
        request.threads = order.threads
        let loaded = try answer(request, as: Loaded.self)
        return (loaded.version, loaded.milliseconds)
    }

    func run(_ picture: URL, to result: URL) throws -> Run {
        var request = Request(do: "run")
        (request.picture, request.result) = (picture.path, result.path)
        return try answer(request, as: Run.self)
    }

    /// The largest difference between the code values of two pictures of 8 bits.
    func difference(_ picture: URL, _ other: URL) throws -> Int {
        var request = Request(do: "compare")
        (request.picture, request.result) = (picture.path, other.path)
        return try answer(request, as: Compared.self).difference
    }

    private func answer<Answer: Decodable>(_ request: Request, as type: Answer.Type) throws -> Answer {
        let line = try process.answer(to: JSONEncoder().encode(request), of: Self.name)
        if let refusal = try? JSONDecoder().decode(Refusal.self, from: line) {
            throw BenchmarkError.peerFailed(peer: Self.name, reason: refusal.error)
        }
        guard let answer = try? JSONDecoder().decode(type, from: line) else {
            let text = String(decoding: line, as: UTF8.self)
            throw BenchmarkError.peerFailed(peer: Self.name, reason: "its answer is not understood: \(text)")
        }
        return answer
    }
}
