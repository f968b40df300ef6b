import Foundation
import Inference
import Raster

/// Objects of one bucket, on Amazon's S3 or any server that speaks its language.
///
/// Every request is signed and its body's SHA-256 with it. What fails in passing (a connection, 429, 5xx) is tried again
/// after fixed waits. Safe to use from many tasks; memory holds a few pieces of `pieceBytes`, whatever a file's size.
package struct S3Client: Sendable {
    package let bucket: String
    let settings: S3Settings
    /// Waits before each further try.
    let pauses: [Duration]
    /// Files from here on go in pieces of at least so many bytes. S3 wants no smaller ones than 5 MiB; a piece under way
    /// takes three times its size in memory, of which the HTTP library's copy stays with the heap.
    let pieceBytes: Int
    /// Of uploads.
    let turns: RequestTurns
    /// For hashes and files.
    let executor = NativeExecutor(threads: 2)
    private let address: S3Address
    private let wire: S3Wire

    /// 0.5 s to 16 s: half a minute, in which a busy server recovers.
    package static let usualPauses: [Duration] = (0..<6).map { .milliseconds(500 << $0) }

    package init(
        bucket: String, settings: S3Settings, pauses: [Duration] = usualPauses, pieceBytes: Int = 5 << 20,
        atOnce: Int = 2, patience: Double = 60
    ) {
        self.bucket = bucket
        self.settings = settings
        self.pauses = pauses
        self.pieceBytes = pieceBytes
        turns = RequestTurns(atOnce)
        address = S3Address(bucket: bucket, settings: settings)
        wire = S3Wire(patience: patience)
    }

    /// The server, for messages.
    package var endpoint: String { address.origin }

    /// `s3://bucket/key`, for messages.
    func place(_ key: String?) -> String { "s3://\(bucket)" + (key.map { "/\($0)" } ?? "") }

    /// Sends a request until there is an answer that stands.
    /// - Parameters:
    ///   - accepted: further statuses that are answers, not failures.
    ///   - sink: takes the body, from where it ends.
    /// - Throws: `StorageError`; `CancellationError`.
    func send(
        _ request: S3Request, accepting accepted: Set<Int> = [], into sink: PartFile? = nil
    ) async throws -> S3Answer {
        var pauses = pauses[...]
        var etag: String?
        while true {
            let failure: StorageError
            switch try await sendOnce(request, into: sink, etag: etag) {
            case .success(let answer):
                guard !accepted.contains(answer.status), let refusal = S3Refusal(answer, to: request.method) else {
                    return answer
                }
                failure = refusal.error(place: place(request.key), bucket: bucket)
                if let sink, [412, 416].contains(answer.status) {
                    // Another object than that which was begun: from the start.
                    try sink.empty()
                    etag = nil
                } else if !refusal.isPassing {
                    throw failure
                }
            case .failure(let cut):
                failure = .unreachable(endpoint: endpoint, reason: cut.reason)
                etag = cut.etag ?? etag
            }
            guard let pause = pauses.popFirst() else { throw failure }
            try await Task.sleep(for: pause)
        }
    }

    /// - Parameter etag: of the object whose beginning the sink has.
    private func sendOnce(
        _ request: S3Request, into sink: PartFile?, etag: String?
    ) async throws -> Result<S3Answer, S3Wire.Cut> {
        try Task.checkCancellation()
        var request = request
        if let sink, sink.length > 0 {
            request.headers["range"] = "bytes=\(sink.length)-"
            request.headers["if-match"] = etag
        }
        guard let signed = request.signed(for: address, by: settings, at: Date()) else {
            throw StorageError.nameNotAllowed(name: place(request.key), reason: "makes no address")
        }
        do {
            return .success(try await wire.send(signed, body: request.body, into: sink))
        } catch let cut as S3Wire.Cut {
            return .failure(cut)
        }
    }
}
