import Foundation
import Inference

/// c2pa's own Python package, in a process of its own.
final class ProofPeer {
    static let setUp = "./Scripts/test_oracles.sh"

    private let process: PeerProcess

    /// - Throws: `BenchmarkError.oraclesMissing`, `.peerFailed`.
    init(installation: Installation = .current) throws {
        let folders = installation.folders(named: "oracles")
        let python = folders.map { $0.appending(path: "bin/python3") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
        guard let python else { throw BenchmarkError.oraclesMissing(places: folders.map(\.path)) }
        let program = String(decoding: PackageResources.proof_peer_py, as: UTF8.self)
        process = try PeerProcess(python, ["-c", program])
    }

    /// Milliseconds to sign a TIFF file.
    func sign(_ file: URL, to signed: URL, chain: URL, key: URL) throws(BenchmarkError) -> Double {
        try ask(["do": "sign", "file": file.path, "to": signed.path, "chain": chain.path, "key": key.path])
    }

    /// Milliseconds to read and check a signed TIFF file.
    func read(_ file: URL) throws(BenchmarkError) -> Double {
        try ask(["do": "read", "file": file.path])
    }

    private struct Answer: Decodable {
        var milliseconds: Double?
        var error: String?
    }

    private func ask(_ request: [String: String]) throws(BenchmarkError) -> Double {
        let name = "c2pa's Python package"
        guard let line = try? JSONEncoder().encode(request) else {
            throw .peerFailed(peer: name, reason: "the request cannot be written")
        }
        let reply = try process.answer(to: line, of: name)
        guard let answer = try? JSONDecoder().decode(Answer.self, from: reply), let milliseconds = answer.milliseconds
        else { throw .peerFailed(peer: name, reason: String(decoding: reply, as: UTF8.self)) }
        return milliseconds
    }
}
