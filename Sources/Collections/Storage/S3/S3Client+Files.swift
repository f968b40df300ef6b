import Foundation
import Provenance
import Works

extension S3Client {
    /// Of S3.
    private static let mostParts = 10_000

    /// Puts a file, in place of an object of its name, piece by piece where it is large: it is there whole or not at all.
    /// - Parameter digest: the file's; what it became meanwhile is not put.
    /// - Throws: `StorageError.changed`, `.cannotRead`.
    package func put(_ file: URL, as key: String, digest: Digest) async throws -> S3Object {
        let pieces = try await executor.run { try PieceReader(file) }
        guard pieces.bytes > pieceBytes else {
            return try await turns.run { [executor] in
                let data = try await executor.run {
                    let data = try pieces.next(pieces.bytes + 1)
                    guard Digest(of: data) == digest else {
                        throw StorageError.changed(file: file.lastPathComponent)
                    }
                    return data
                }
                return try await put(data, as: key, digest: digest)
            }
        }
        var begin = S3Request(.post, key)
        begin.query = [("uploads", "")]
        begin.headers = ["content-type": MediaType.of(key), Self.digestHeader: digest.hexadecimal]
        let answer = try await send(begin)
        guard let upload = XMLNode(answer.body)?.text("UploadId"), !upload.isEmpty else {
            throw StorageError.refused(place: place(key), status: answer.status, reason: "no upload was begun")
        }
        do {
            let etags = try await putPieces(of: pieces, as: key, upload: upload)
            guard pieces.digest() == digest else { throw StorageError.changed(file: file.lastPathComponent) }
            return try await complete(upload, of: key, etags, bytes: pieces.bytes, digest: digest)
        } catch {
            await abort(upload, of: key)
            throw error
        }
    }

    /// Reads the pieces one after the other, and sends a few at once.
    private func putPieces(of pieces: PieceReader, as key: String, upload: String) async throws -> [String] {
        let size = max(pieceBytes, (pieces.bytes + Self.mostParts - 1) / Self.mostParts)
        let count = (pieces.bytes + size - 1) / size
        return try await withThrowingTaskGroup(of: (Int, String).self) { group in
            var etags = [String](repeating: "", count: count)
            // The file is read in order, for its digest: whoever's turn it is takes the next piece.
            for _ in 0..<count {
                group.addTask {
                    try await turns.run {
                        let (number, data) = try await executor.run { try pieces.numbered(size) }
                        return (number, try await put(data, as: key, part: number, of: upload))
                    }
                }
            }
            for try await (number, etag) in group { etags[number - 1] = etag }
            return etags
        }
    }

    private func put(_ data: Data, as key: String, part number: Int, of upload: String) async throws -> String {
        var request = S3Request(.put, key)
        request.query = [("partNumber", "\(number)"), ("uploadId", upload)]
        request.body = data
        let answer = try await send(request)
        guard let etag = answer.headers["etag"] else {
            throw StorageError.refused(place: place(key), status: answer.status, reason: "a part has no ETag")
        }
        return etag
    }

    private func complete(
        _ upload: String, of key: String, _ etags: [String], bytes: Int, digest: Digest
    ) async throws -> S3Object {
        let parts = etags.enumerated().map { index, etag in
            "<Part><PartNumber>\(index + 1)</PartNumber><ETag>\(MarkupText.escaped(etag))</ETag></Part>"
        }
        var request = S3Request(.post, key)
        request.query = [("uploadId", upload)]
        request.headers = ["content-type": "application/xml"]
        request.body = Data("<CompleteMultipartUpload>\(parts.joined())</CompleteMultipartUpload>".utf8)
        let answer = try await send(request)
        return S3Object(
            key: key, bytes: bytes, etag: XMLNode(answer.body)?.text("ETag") ?? answer.headers["etag"] ?? "",
            sha256: digest)
    }

    /// Pieces that were sent cost money until somebody takes them away. Also where the task was cancelled.
    private func abort(_ upload: String, of key: String) async {
        var request = S3Request(.delete, key)
        request.query = [("uploadId", upload)]
        await Task { [request] in _ = try? await send(request, accepting: [404]) }.value
    }
}
