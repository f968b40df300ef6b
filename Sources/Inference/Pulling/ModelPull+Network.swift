import Foundation

extension ModelPull {
    /// The file from its first address that has it, tried again where the network fails.
    package func download(_ entry: ModelEntry, progress: @escaping Watcher) async throws -> Arrival {
        let addresses = ([entry.source.download] + (entry.source.mirrors ?? [])).compactMap { $0.flatMap(URL.init) }
        guard let first = addresses.first else {
            throw InferenceError.notPullable(name: entry.name, reason: "no address of its file is known")
        }
        var failure: InferenceError?
        for address in addresses {
            do {
                return try await download(entry, from: address, progress: progress)
            } catch let error as InferenceError {
                // Another place does not mend a full disk.
                guard error.isOfOneAddress else { throw error }
                failure = failure ?? error
            }
        }
        throw failure ?? .notPublished(name: entry.name, address: first.absoluteString, status: 404)
    }

    private func download(_ entry: ModelEntry, from address: URL, progress: @escaping Watcher) async throws -> Arrival {
        let needsSum = try known(entry).sha256 == nil
        let published = needsSum ? try await publishedSum(of: entry, beside: address) : nil
        guard !needsSum || published != nil || entry.crc32 != nil else {
            throw InferenceError.uncheckable(name: entry.name, address: address.absoluteString)
        }
        let part = added.folder.appending(path: "\(entry.file).part")
        let wasBegun = FileManager.default.fileExists(atPath: part.path)
        try await transfer(entry, from: address, to: part, progress: progress)
        do throws(InferenceError) {
            return try settle(entry, part, published, from: address)
        } catch {
            guard wasBegun, case .wrongFile = error else { throw error }
            // What an earlier try left may have been of another file: once more, from nothing.
            try await transfer(entry, from: address, to: part, progress: progress)
            return try settle(entry, part, published, from: address)
        }
    }

    private func settle(
        _ entry: ModelEntry, _ part: URL, _ published: String?, from address: URL
    ) throws(InferenceError) -> Arrival {
        let digest = try FileDigest(of: part)
        let verdict: Check
        do throws(InferenceError) {
            verdict = try check(digest, of: entry, published: published, from: address.absoluteString)
        } catch {
            unlink(part.path)
            throw error
        }
        let file = added.folder.appending(path: entry.file)
        guard rename(part.path, file.path) == 0 else {
            throw .cannotWrite(file: file.path, reason: String(cString: strerror(errno)).lowercased())
        }
        return try record(entry, at: file, digest, verdict)
    }

    /// Goes on where the part ends, until it is whole.
    private func transfer(
        _ entry: ModelEntry, from address: URL, to part: URL, progress: @escaping Watcher
    ) async throws {
        var pauses = pauses[...]
        while true {
            try Task.checkCancellation()
            let end = try await HTTPTransfer(from: address, to: part).run { bytes, total in
                progress(Progress(file: entry.file, bytes: bytes, total: total))
            }
            switch end {
            case .whole: return
            case .refused(let status) where !HTTPTransfer.isPassing(status):
                throw InferenceError.notPublished(name: entry.name, address: address.absoluteString, status: status)
            case .refused(let status):
                try await pause(&pauses, entry, address, "the server answered \(status)")
            case .cut(let reason):
                try await pause(&pauses, entry, address, reason)
            }
        }
    }

    private func pause(
        _ pauses: inout ArraySlice<Duration>, _ entry: ModelEntry, _ address: URL, _ reason: String
    ) async throws {
        guard let pause = pauses.popFirst() else {
            throw InferenceError.downloadFailed(name: entry.name, address: address.absoluteString, reason: reason)
        }
        try await Task.sleep(for: pause)
    }

    /// What the publisher's `.hash` beside the file says; nil where there is none.
    private func publishedSum(of entry: ModelEntry, beside address: URL) async throws -> String? {
        let hash = address.deletingPathExtension().appendingPathExtension("hash")
        let part = added.folder.appending(path: ".\(entry.file)-\(UUID().uuidString).hash")
        defer { unlink(part.path) }
        do {
            try await transfer(entry, from: hash, to: part) { _ in }
        } catch let error as InferenceError {
            guard case .notPublished = error else { throw error }
            return nil
        }
        return (try? Data(contentsOf: part)).flatMap(Self.sum)
    }
}

extension InferenceError {
    /// Whether it may go well at another address.
    fileprivate var isOfOneAddress: Bool {
        switch self {
        case .notPublished, .downloadFailed, .uncheckable, .wrongFile: true
        default: false
        }
    }
}
