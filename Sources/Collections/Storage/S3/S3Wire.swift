import Foundation
import Inference

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// What a server answered.
struct S3Answer: Sendable {
    var status: Int
    /// By lower-case name.
    var headers: [String: String]
    /// Empty where it went into a file.
    var body: Data
}

/// Connections to one server, kept between requests.
final class S3Wire: Sendable {
    /// The connection failed before the answer was whole: the same request may go well a moment later.
    struct Cut: Error {
        var reason: String
        /// Of the object whose beginning came.
        var etag: String?
    }

    /// Seconds without a byte after which a connection counts as cut.
    private let patience: Double
    private let listener: S3Listener
    private let session: URLSession

    init(patience: Double) {
        self.patience = patience
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpShouldSetCookies = false
        configuration.httpMaximumConnectionsPerHost = 8
        configuration.timeoutIntervalForRequest = patience
        listener = S3Listener()
        session = URLSession(configuration: configuration, delegate: listener, delegateQueue: nil)
    }

    // A session keeps its delegate until it is told to end.
    deinit { session.finishTasksAndInvalidate() }

    /// - Parameter sink: takes the body of an answer that is a file or the part of one that was asked for.
    /// - Throws: `Cut`; `InferenceError.cannotWrite` of the sink; `CancellationError`.
    func send(_ request: URLRequest, body: Data?, into sink: PartFile?) async throws -> S3Answer {
        var request = request
        request.timeoutInterval = patience
        // Without a body of its own a PUT would have no length.
        let task =
            if let body { session.uploadTask(with: request, from: body) } else { session.dataTask(with: request) }
        let answer = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                listener.expect(task.taskIdentifier, sink: sink, continuation)
                task.resume()
                if Task.isCancelled { task.cancel() }
            }
        } onCancel: {
            task.cancel()
        }
        try Task.checkCancellation()
        return answer
    }
}
