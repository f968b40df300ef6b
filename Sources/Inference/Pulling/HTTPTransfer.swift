import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Gets what a file lacks of what lies at an address: one request, from where the file ends.
package struct HTTPTransfer: Sendable {
    package enum End: Sendable, Equatable {
        case whole
        /// The connection failed; what came before is kept.
        case cut(String)
        /// The server's answer is no file.
        case refused(Int)
    }

    package typealias Watcher = @Sendable (_ bytes: Int, _ total: Int?) -> Void

    /// Seconds without a byte after which a connection counts as cut.
    private static let patience: Double = 60

    package let address: URL
    package let part: URL

    package init(from address: URL, to part: URL) {
        self.address = address
        self.part = part
    }

    /// Whether a server that answers so may answer otherwise a moment later (RFC 9110, 15.5.9, 15.6; RFC 6585, 4).
    package static func isPassing(_ status: Int) -> Bool { status == 408 || status == 429 || status >= 500 }

    /// - Throws: `InferenceError.cannotWrite`, `.pullUnderWay`; `CancellationError`.
    package func run(progress: @escaping Watcher) async throws -> End {
        let sink = try PartFile(part)
        // Not left to whoever keeps the listener last: the next try opens it again.
        defer { sink.release() }
        var request = URLRequest(url: address)
        request.timeoutInterval = Self.patience
        request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        request.setValue("likeness", forHTTPHeaderField: "User-Agent")
        if sink.length > 0 { request.setValue("bytes=\(sink.length)-", forHTTPHeaderField: "Range") }
        let listener = TransferListener(sink: sink, progress: progress)
        let session = URLSession(configuration: .ephemeral, delegate: listener, delegateQueue: nil)
        // A session keeps its delegate until it is told to end.
        defer { session.finishTasksAndInvalidate() }
        let task = session.dataTask(with: request)
        let end = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                listener.start(task, continuation)
                if Task.isCancelled { task.cancel() }
            }
        } onCancel: {
            task.cancel()
        }
        try Task.checkCancellation()
        return end
    }
}
