import Foundation
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Hears what comes and writes it down.
package final class TransferListener: NSObject, URLSessionDataDelegate, Sendable {
    fileprivate struct State {
        var continuation: CheckedContinuation<HTTPTransfer.End, any Error>?
        var status = 0
        /// Of the whole file.
        var total: Int?
        var failure: InferenceError?

        /// Whether what comes is the file's.
        var isTaken: Bool { status == 200 || status == 206 }
    }

    private let sink: PartFile
    private let progress: HTTPTransfer.Watcher
    private let state = Mutex(State())

    package init(sink: PartFile, progress: @escaping HTTPTransfer.Watcher) {
        self.sink = sink
        self.progress = progress
    }

    package func start(_ task: URLSessionDataTask, _ continuation: CheckedContinuation<HTTPTransfer.End, any Error>) {
        state.withLock { $0.continuation = continuation }
        task.resume()
    }

    package func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        let response = response as? HTTPURLResponse
        state.withLock { state in
            state.status = response?.statusCode ?? 0
            let range = response?.value(forHTTPHeaderField: "Content-Range").flatMap(ContentRange.init)
            do throws(InferenceError) {
                switch state.status {
                case 206 where range?.first == sink.length: state.total = range?.total
                case 206:
                    // Not what was asked for: what there is cannot be continued.
                    try sink.empty()
                    state.status = 0
                case 200:
                    // The whole file, asked for or not.
                    try sink.empty()
                    let length = response?.expectedContentLength ?? -1
                    state.total = length > 0 ? Int(length) : nil
                case 416:
                    state.total = range?.total
                    if state.total != sink.length { try sink.empty() }
                default: break
                }
            } catch {
                state.failure = error
            }
        }
        completionHandler(.allow)
    }

    package func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let (hasFailed, total) = state.withLock { state in
            // The text of a refusal is no part of the file.
            guard state.failure == nil, state.isTaken else { return (state.failure != nil, state.total) }
            do throws(InferenceError) {
                try sink.append(data)
            } catch {
                state.failure = error
            }
            return (state.failure != nil, state.total)
        }
        if hasFailed { dataTask.cancel() } else { progress(sink.length, total) }
    }

    package func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        let length = sink.length
        let (continuation, result) = state.withLock { state in
            let continuation = state.continuation
            state.continuation = nil
            return (continuation, state.result(length: length, error: error))
        }
        continuation?.resume(with: result)
    }
}

extension TransferListener.State {
    /// What came of the request.
    fileprivate func result(length: Int, error: (any Error)?) -> Result<HTTPTransfer.End, any Error> {
        if let failure { return .failure(failure) }
        switch status {
        case 416 where total == length && length > 0: return .success(.whole)
        case 416: return .success(.cut("the server has less than is here: begun again"))
        case 200, 206:
            if let error { return .success(.cut((error as NSError).localizedDescription)) }
            guard let total, total != length else { return .success(.whole) }
            return .success(.cut("the connection ended at byte \(length) of \(total)"))
        case 0:
            let reason = error.map { ($0 as NSError).localizedDescription } ?? "the server answered with another part"
            return .success(.cut(reason))
        default: return .success(.refused(status))
        }
    }
}

/// `bytes 100-199/200`, `bytes */200` (RFC 9110, 14.4).
private struct ContentRange {
    let first: Int?
    let total: Int?

    init?(_ text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 2, parts[0] == "bytes" else { return nil }
        let sides = parts[1].split(separator: "/")
        guard sides.count == 2 else { return nil }
        first = sides[0].split(separator: "-").first.flatMap { Int($0) }
        total = Int(sides[1])
    }
}
