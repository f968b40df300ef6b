import Foundation
import Inference
import Provenance
import Works

extension S3Client {
    /// Where a SHA-256 stands in an object's metadata.
    static let digestHeader = "x-amz-meta-sha256"

    /// - Returns: nil where there is none.
    /// - Throws: `StorageError`; `CancellationError`, as all here.
    package func head(_ key: String) async throws -> S3Object? {
        let answer = try await send(S3Request(.head, key), accepting: [404])
        return answer.status == 404 ? nil : S3Object(answer, key: key)
    }

    /// A small object's bytes; nil where there is none.
    package func get(_ key: String) async throws -> (object: S3Object, data: Data)? {
        do {
            let answer = try await send(S3Request(.get, key))
            return (S3Object(answer, key: key), answer.body)
        } catch StorageError.missing {
            return nil
        }
    }

    /// Brings an object into a file, which appears whole by a rename. What was cut goes on from there.
    /// - Parameter digest: that it must have; else what its metadata says, if anything.
    /// - Throws: `StorageError.missing`, `.damaged`.
    package func get(_ key: String, to file: URL, expecting digest: Digest? = nil) async throws {
        let folder = file.deletingLastPathComponent()
        let part = folder.appending(path: ".\(file.lastPathComponent).likeness-\(UUID().uuidString)")
        // Also when a signal ends the process right after it cancelled this task.
        try await withTaskCancellationHandler {
            defer { unlink(part.path) }
            let object = try await receive(key, into: part, of: file)
            try await executor.run {
                if let wanted = digest ?? object.sha256 {
                    let found = try Self.local(part) { try Digest(ofFile: part) }
                    guard found == wanted else { throw StorageError.damaged(place: place(key)) }
                }
                guard rename(part.path, file.path) == 0 else {
                    throw StorageError.cannotWrite(
                        file: file.lastPathComponent, reason: String(cString: strerror(errno)).lowercased())
                }
            }
        } onCancel: {
            unlink(part.path)
        }
    }

    private func receive(_ key: String, into part: URL, of file: URL) async throws -> S3Object {
        let sink = try await executor.run {
            try Self.local(file) {
                try FileManager.default.createDirectory(
                    at: part.deletingLastPathComponent(), withIntermediateDirectories: true)
                return try PartFile(part)
            }
        }
        defer { sink.release() }
        do {
            return S3Object(try await send(S3Request(.get, key), into: sink), key: key)
        } catch InferenceError.cannotWrite(_, let reason) {
            throw StorageError.cannotWrite(file: file.lastPathComponent, reason: reason)
        }
    }

    /// Puts a small object, in place of one of its name.
    package func put(_ data: Data, as key: String) async throws -> S3Object {
        try await put(data, as: key, digest: Digest(of: data))
    }

    func put(_ data: Data, as key: String, digest: Digest) async throws -> S3Object {
        var request = S3Request(.put, key)
        request.headers = [
            "content-type": MediaType.of(key), Self.digestHeader: digest.hexadecimal,
            "x-amz-checksum-sha256": digest.base64,
        ]
        request.body = data
        let answer = try await send(request)
        return S3Object(
            key: key, bytes: data.count, etag: answer.headers["etag"] ?? "", sha256: digest)
    }

    /// Takes an object away; that there is none is no failure.
    package func delete(_ key: String) async throws {
        _ = try await send(S3Request(.delete, key), accepting: [404])
    }

    /// What fails with a local file.
    static func local<Result>(_ file: URL, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch InferenceError.cannotWrite(_, let reason) {
            throw StorageError.cannotWrite(file: file.lastPathComponent, reason: reason)
        } catch let error as DigestError {
            throw StorageError.cannotRead(file: file.lastPathComponent, reason: error.reason)
        } catch let error as CocoaError {
            throw StorageError.cannotWrite(file: file.lastPathComponent, reason: error.localizedDescription)
        }
    }
}

extension S3Object {
    /// As an answer's headers tell.
    init(_ answer: S3Answer, key: String) {
        self.init(
            key: key, bytes: answer.headers["content-length"].flatMap { Int($0) } ?? answer.body.count,
            etag: answer.headers["etag"] ?? "",
            sha256: answer.headers[S3Client.digestHeader].flatMap(Digest.init(hexadecimal:)))
    }
}

extension DigestError {
    fileprivate var reason: String {
        switch self {
        case .missing: "there is no such file"
        case .notAFile: "it is no file"
        case .unreadable(_, let reason): reason
        }
    }
}

extension Digest {
    /// As `x-amz-checksum-sha256` wants it.
    var base64: String {
        let digits = Array(hexadecimal.utf8).map { $0 < 0x3A ? $0 - 0x30 : $0 - 0x57 }
        return Data(stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
            .base64EncodedString()
    }
}
