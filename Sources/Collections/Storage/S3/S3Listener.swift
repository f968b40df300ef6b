import Foundation
import Inference
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Hears the answers of all requests of a wire.
final class S3Listener: NSObject, URLSessionDataDelegate, Sendable {
    private struct Exchange {
        var continuation: CheckedContinuation<S3Answer, any Error>
        var sink: PartFile?
        var answer = S3Answer(status: 0, headers: [:], body: Data())
        /// Bytes of the body.
        var count = 0
        var failure: (any Error)?
    }

    /// A page of a list is well below it, and no server fills the memory.
    private static let largestBody = 64 << 20

    private let exchanges = Mutex<[Int: Exchange]>([:])

    func expect(_ task: Int, sink: PartFile?, _ continuation: CheckedContinuation<S3Answer, any Error>) {
        exchanges.withLock { $0[task] = Exchange(continuation: continuation, sink: sink) }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        // The signature is for one host: whoever sends us elsewhere is heard, not followed.
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        change(dataTask) { exchange in
            guard let response = response as? HTTPURLResponse else { return }
            exchange.answer.status = response.statusCode
            exchange.answer.headers = Dictionary(
                response.allHeaderFields.compactMap { name, value in
                    guard let name = name as? String, let value = value as? String else { return nil }
                    return (name.lowercased(), value)
                }, uniquingKeysWith: { first, _ in first })
            guard let sink = exchange.sink else { return }
            // The text of a refusal is no part of the file.
            guard [200, 206].contains(exchange.answer.status) else {
                exchange.sink = nil
                return
            }
            let first =
                exchange.answer.headers["content-range"]
                .flatMap { $0.wholeMatch(of: /bytes ([0-9]+)-.*/) }.flatMap { Int($0.1) } ?? 0
            if sink.length != first {
                // Another part than what is missing: from the start.
                try sink.empty()
                if first != 0 { throw S3Wire.Cut(reason: "the server sent another part than was asked for") }
            }
        }
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        change(dataTask) { exchange in
            exchange.count += data.count
            if let sink = exchange.sink {
                try sink.append(data)
            } else {
                guard exchange.count <= Self.largestBody else {
                    throw S3Wire.Cut(reason: "the server's answer is larger than \(Self.largestBody >> 20) MiB")
                }
                exchange.answer.body.append(data)
            }
        }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        guard let exchange = exchanges.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
        let (answer, count) = (exchange.answer, exchange.count)
        // A HEAD's length is that of what was not sent.
        let length =
            task.originalRequest?.httpMethod == "HEAD" ? nil : answer.headers["content-length"].flatMap { Int($0) }
        if let failure = exchange.failure {
            exchange.continuation.resume(throwing: failure)
        } else if let error {
            exchange.continuation.resume(
                throwing: S3Wire.Cut(reason: (error as NSError).localizedDescription, etag: answer.headers["etag"]))
        } else if answer.status == 0 {
            exchange.continuation.resume(throwing: S3Wire.Cut(reason: "there was no answer"))
        } else if let length, length != count {
            exchange.continuation.resume(
                throwing: S3Wire.Cut(
                    reason: "the connection ended at byte \(count) of \(length)", etag: answer.headers["etag"]))
        } else {
            exchange.continuation.resume(returning: answer)
        }
    }

    /// What fails here ends the request.
    private func change(_ task: URLSessionTask, _ body: (inout Exchange) throws -> Void) {
        let hasFailed = exchanges.withLock { exchanges in
            guard var exchange = exchanges.removeValue(forKey: task.taskIdentifier) else { return false }
            defer { exchanges[task.taskIdentifier] = exchange }
            guard exchange.failure == nil else { return true }
            do { try body(&exchange) } catch { exchange.failure = error }
            return exchange.failure != nil
        }
        if hasFailed { task.cancel() }
    }
}
