import Foundation
import Inference
import Provenance
import Raster
import Works

/// Signing and verifying one large 16-bit TIFF, beside c2pa's library alone.
public struct ProofBenchmark: Sendable {
    public struct Report: Sendable, Codable {
        public var bytes: Int
        /// Milliseconds, medians. Ours: signing, reading again, and naming by SHA-256 and three CIDs.
        public var sign: Double
        public var librarySign: Double
        /// Ours: bytes, SHA-256, three CIDs, credentials, and every home of metadata.
        public var verify: Double
        public var libraryVerify: Double

        /// What we take beyond the library's own time, in seconds.
        public var signBeyond: Double { (sign - librarySign) / 1000 }
        public var verifyBeyond: Double { (verify - libraryVerify) / 1000 }
    }

    /// Edge of the picture in pixels.
    public var side: Int
    public var rounds: Int

    public init(side: Int, rounds: Int) {
        self.side = side
        self.rounds = rounds
    }

    /// - Throws: `BenchmarkError`, `CredentialError`, `RasterError`, `DigestError`, `MetadataError`.
    public func run() throws -> Report {
        let folder = FileManager.default.temporaryDirectory.appending(path: "likeness-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let library = try Installation.current.credentialLibrary()
        let authority = try CredentialAuthority.create(
            in: folder.appending(path: "keys"), organization: "Bench", signer: "Bench", from: Date())
        let signer = try Signer(certificates: authority.chain, key: authority.key)
        let peer = try ProofPeer()
        let picture = folder.appending(path: "picture.tif")
        try NoiseRows.picture(side: side).writeTIFF(to: picture)
        let (ours, theirs) = (folder.appending(path: "ours.tif"), folder.appending(path: "theirs.tif"))

        var times: [String: [Double]] = [:]
        for round in 0...rounds {
            try? FileManager.default.removeItem(at: ours)
            try FileManager.default.copyItem(at: picture, to: ours)
            func measure(_ name: String, _ work: () throws -> Void) rethrows {
                let start = ContinuousClock.now
                try work()
                if round > 0 { times[name, default: []].append((ContinuousClock.now - start).seconds * 1000) }
            }
            try measure("sign") {
                try library.sign(ours, with: Self.manifest, by: signer, at: Date())
                _ = try FileDigests(ofFile: ours)
            }
            try measure("verify") {
                _ = try FileDigests(ofFile: ours)
                guard try library.report(on: ours).state == .valid else {
                    throw BenchmarkError.peerFailed(peer: "libc2pa", reason: "what was signed does not hold")
                }
                _ = try MetadataHomes(of: ours)
            }
            let sign = try peer.sign(picture, to: theirs, chain: authority.chain, key: authority.key)
            let read = try peer.read(theirs)
            guard round > 0 else { continue }
            times["library sign", default: []].append(sign)
            times["library verify", default: []].append(read)
        }
        let bytes = try picture.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
        func median(_ name: String) -> Double { times[name, default: []].middle }
        return Report(
            bytes: bytes, sign: median("sign"), librarySign: median("library sign"), verify: median("verify"),
            libraryVerify: median("library verify"))
    }

    private static var manifest: Manifest {
        let generator = Manifest.Software(name: Tool.name, version: Tool.version)
        return Manifest(
            identifier: UUID(), title: "picture", generator: generator,
            actions: [ManifestAction(.created, sourceType: .compositeSynthetic, by: generator)])
    }
}

/// Pictures that no packing makes smaller, so that the file has the size that is wanted.
private enum NoiseRows {
    static func picture(side: Int) -> Photograph {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        let codes = [UInt16](unsafeUninitializedCapacity: side * side * 3) { buffer, count in
            for index in 0..<side * side * 3 {
                // Marsaglia's xorshift64 (2003).
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
                buffer[index] = UInt16(truncatingIfNeeded: state)
            }
            count = side * side * 3
        }
        return Photograph(
            size: PixelSize(width: side, height: side), channels: 3, values: .bits16(codes), colorSpace: .sRGB)
    }
}
