import Foundation
import Inference

/// ONNX Runtime and ncnn in a Python process beside this one: a network is loaded once and run when asked.
final class UpscalePeers {
    /// The command that installs them.
    static let setUp = "./Scripts/bench_peers.sh"
    /// Names another virtual environment of Python's that has them.
    static let variable = "LIKENESS_PEERS"

    enum Library: String, Encodable {
        case onnxRuntime = "onnxruntime"
        case ncnn

        /// As people know it.
        var title: String { self == .ncnn ? "ncnn" : "ONNX Runtime" }
    }

    private let process: PeerProcess

    /// - Throws: `BenchmarkError.peersMissing`, `.noExecutable`.
    init(from installation: Installation = .current) throws {
        let python = try Self.python(of: installation)
        // -I: neither the environment's nor the person's own packages get in.
        let program = String(decoding: PackageResources.upscale_peers_py, as: UTF8.self)
        process = try PeerProcess(python, ["-I", "-c", program])
    }

    /// The Python that has the peers' packages.
    /// - Throws: `BenchmarkError.peersMissing`.
    static func python(of installation: Installation) throws(BenchmarkError) -> URL {
        let folders = installation.override(variable).map { [$0] } ?? installation.folders(named: "peers")
        let python = folders.lazy.map { $0.appending(path: "bin/python3") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
        guard let python else { throw .peersMissing(places: folders.map(\.path)) }
        return python
    }

    /// Loads a network under the name `peer`.
    /// - Parameters:
    ///   - file: ONNX for ONNX Runtime; a `.param` with its `.bin` beside it for ncnn.
    ///   - tile: a file of float32, three planes of `side` × `side`.
    /// - Returns: the library's version.
    func load(
        _ peer: String, in library: Library, file: URL, storage: PeerRequest.Storage, tile: URL, side: Int, threads: Int
    ) throws -> String {
        var request = PeerRequest(do: .load, peer: peer)
        request.library = library
        request.file = file.path
        request.bfloat16 = storage == .bfloat16
        request.tile = tile.path
        request.side = side
        request.threads = threads
        return try answer(to: request).version ?? "unknown"
    }

    /// Runs once and tells the time in milliseconds.
    func run(_ peer: String) throws -> Double {
        guard let milliseconds = try answer(to: PeerRequest(do: .run, peer: peer)).milliseconds else {
            throw BenchmarkError.peerFailed(peer: peer, reason: "it did not tell its time")
        }
        return milliseconds
    }

    /// What the last run gave, through a file in `folder`.
    func result(of peer: String, through folder: URL) throws -> [Float] {
        let file = folder.appending(path: "result")
        defer { try? FileManager.default.removeItem(at: file) }
        var request = PeerRequest(do: .save, peer: peer)
        request.file = file.path
        _ = try answer(to: request)
        return try Data(contentsOf: file).withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count - 3, by: 4).map { bytes.loadUnaligned(fromByteOffset: $0, as: Float.self) }
        }
    }

    private func answer(to request: PeerRequest) throws -> PeerAnswer {
        let line = try process.answer(to: JSONEncoder().encode(request), of: request.peer)
        return try PeerAnswer(line, of: request.peer)
    }
}

/// A line to the peers.
struct PeerRequest: Encodable {
    enum Deed: String, Encodable {
        case load, run, save
    }

    /// How ncnn keeps what passes between layers.
    enum Storage {
        case float32, bfloat16
    }

    var `do`: Deed
    var peer: String
    var library: UpscalePeers.Library?
    var file: String?
    var bfloat16: Bool?
    var tile: String?
    var side: Int?
    var threads: Int?

    init(do deed: Deed, peer: String) {
        self.do = deed
        self.peer = peer
    }
}

/// A line from the peers.
package struct PeerAnswer: Decodable, Equatable {
    package var version: String?
    package var milliseconds: Double?
    private var error: String?

    /// - Throws: `BenchmarkError.peerFailed` when it tells of an error, or is no answer.
    package init(_ line: Data, of peer: String) throws(BenchmarkError) {
        do {
            self = try JSONDecoder().decode(PeerAnswer.self, from: line)
        } catch {
            let text = String(decoding: line, as: UTF8.self)
            throw .peerFailed(peer: peer, reason: "its answer is not understood: \(text)")
        }
        if let error { throw .peerFailed(peer: peer, reason: error) }
    }
}
