import Foundation

/// The file of a network that an engine is to load: the original, or one that does the same with fewer multiplications.
///
/// What is rewritten is kept in the cache under the digest of the original, or, without a cache, in a folder that goes
/// once the engine has mapped it.
package struct FasterNetwork {
    /// Counts up when the nodes or filters that are written change.
    private static let edition = 1
    private static let kind = "wide-"

    package let file: URL
    /// The folder to take away after loading.
    private let passing: URL?
    package let isRewritten: Bool

    /// - Parameters:
    ///   - shapes: of inputs that the file leaves open.
    ///   - cache: where what is rewritten is kept; nil, or where nothing can be written, keeps nothing.
    /// - Throws: `InferenceError.cannotWrite`, `.unreadable` when the file cannot be read for its digest. What is no
    ///   network is left to the engine, which knows better what is wrong.
    package init(of original: URL, shapes: [String: [Int]], cache: URL?) throws(InferenceError) {
        guard original.pathExtension == "onnx", let network = Self.rewritable(original, shapes: shapes) else {
            file = original
            passing = nil
            isRewritten = false
            return
        }
        isRewritten = true
        if let cache {
            do throws(InferenceError) {
                file = try Self.kept(network, of: original, in: cache)
                passing = nil
                return
            } catch {
                guard case .cannotWrite = error else { throw error }
            }
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "likeness-\(UUID().uuidString)")
        passing = folder
        do throws(InferenceError) {
            file = try Self.write(network, to: folder)
        } catch {
            try? FileManager.default.removeItem(at: folder)
            throw error
        }
    }

    /// The original, whatever it is.
    init(plain original: URL) {
        file = original
        passing = nil
        isRewritten = false
    }

    private static func kept(
        _ network: WideConvolutions, of original: URL, in cache: URL
    ) throws(InferenceError) -> URL {
        let digest = try FileDigest(of: original).sha256
        let name = "\(kind)\(edition)-\(network.fingerprint)-\(digest)"
        let home = cache.appending(path: name)
        let file = home.appending(path: "network.onnx")
        guard !FileManager.default.fileExists(atPath: file.path) else { return file }
        let hidden = cache.appending(path: ".\(name)-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: hidden) }
        _ = try write(network, to: hidden)
        // Whole or not at all. Another process may have been faster; its files are the same.
        guard rename(hidden.path, home.path) == 0 || FileManager.default.fileExists(atPath: file.path) else {
            throw .cannotWrite(file: home.path, reason: String(cString: strerror(errno)).lowercased())
        }
        for other in (try? FileManager.default.contentsOfDirectory(atPath: cache.path)) ?? []
        where other.hasPrefix(kind) && !other.hasPrefix("\(kind)\(edition)-") {
            try? FileManager.default.removeItem(at: cache.appending(path: other))
        }
        return file
    }

    /// To be called when the engine has loaded the file, or failed to.
    package func discard() {
        if let passing { try? FileManager.default.removeItem(at: passing) }
    }

    private static func rewritable(_ file: URL, shapes: [String: [Int]]) -> WideConvolutions? {
        do throws(InferenceError) {
            return try WideConvolutions(ONNXReader(contentsOf: file), shapes: shapes)
        } catch {
            return nil
        }
    }

    private static func write(_ network: WideConvolutions, to folder: URL) throws(InferenceError) -> URL {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(file: folder.path, reason: (error as NSError).localizedDescription)
        }
        return try network.write(to: folder)
    }
}
