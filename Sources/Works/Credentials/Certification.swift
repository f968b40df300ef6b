import Foundation
import Provenance
import Raster

/// Signs a work's files and names their final bytes. Nothing writes to them after.
struct Certification: Sendable {
    var signing: Signing
    var manifest: WorkManifest
    var folder: URL
    /// Now: the certificate must be in force.
    var now = Date()

    /// The files with their digests, in the order in which they came. The one that stands for the work is signed first:
    /// it is the others' parent.
    /// - Throws: `CredentialError`, `DigestError`, `WorkError.tooManyBytes` when a limit is passed by the credentials;
    ///   `CancellationError`.
    func certify(
        _ files: [WorkRecord.File], limits: [DeliverableRole: Int], report: (Double) -> Void
    ) throws -> [WorkRecord.File] {
        guard
            let main = files.firstIndex(where: { $0.role == "master" })
                ?? files.firstIndex(where: { $0.role == "image" })
        else { return files }
        var files = files
        let master = folder.appending(path: files[main].file)
        try sign(&files[main], with: manifest.first(files[main]))
        let digest = try Digest(ofFile: master)
        for (done, index) in ([main] + files.indices.filter { $0 != main }).enumerated() {
            try Task.checkCancellation()
            if index != main {
                try sign(&files[index], with: try manifest.copy(files[index], of: master, digest: digest))
            }
            try name(&files[index], limit: DeliverableRole(rawValue: files[index].role).flatMap { limits[$0] })
            report(Double(done + 1) / Double(files.count))
        }
        return files
    }

    /// What the credentials of the first file and of the copies take, in bytes: found by signing pictures of a few
    /// pixels. A manifest does not depend on its picture's size.
    func reserve() throws -> WorkRecord.CredentialUse.Reserve {
        let (first, copy) = (folder.appending(path: ".probe-first"), folder.appending(path: ".probe-copy"))
        defer { for file in [first, copy] { try? FileManager.default.removeItem(at: file) } }
        let dot = Photograph(
            size: PixelSize(width: 8, height: 8), channels: 3, values: .bits8(Array(repeating: 0, count: 192)),
            colorSpace: .sRGB)
        for file in [first, copy] { try dot.writeJPEG(to: file, quality: 50) }
        let before = try Self.bytes(of: first)
        let entry = WorkRecord.File(
            file: first.lastPathComponent, role: "master", mediaType: "image/jpeg", size: dot.size, depth: 8,
            bytes: before, unsigned: Digest(of: []), note: nil)
        try signing.library.sign(first, with: manifest.first(entry), by: signing.signer, at: now)
        let digest = try Digest(ofFile: first)
        try signing.library.sign(
            copy, with: try manifest.copy(entry, of: first, digest: digest), by: signing.signer, at: now)
        return .init(
            first: try Self.bytes(of: first) - before + Self.unknown,
            copy: try Self.bytes(of: copy) - before + Self.unknown)
    }

    /// What the steps that are not known beforehand may add to a manifest, and the paddings of formats.
    private static let unknown = 4096

    private func sign(_ file: inout WorkRecord.File, with manifest: Manifest) throws {
        let url = folder.appending(path: file.file)
        let report = try signing.library.sign(url, with: manifest, by: signing.signer, at: now)
        file.manifest = report.active?.label
    }

    private func name(_ file: inout WorkRecord.File, limit: Int?) throws {
        let digests = try FileDigests(ofFile: folder.appending(path: file.file))
        (file.bytes, file.sha256) = (digests.bytes, digests.sha256.hexadecimal)
        file.cids = Dictionary(
            uniqueKeysWithValues: UnixFSProfile.allCases.map { ($0.rawValue, digests.cid($0).description) })
        if let limit, file.bytes > limit {
            throw WorkError.tooManyBytes(file: file.file, bytes: file.bytes, limit: limit)
        }
    }

    private static func bytes(of file: URL) throws -> Int {
        try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
    }
}
