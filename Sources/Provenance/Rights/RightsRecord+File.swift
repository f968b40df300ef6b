import Foundation

extension RightsRecord {
    /// Ten thousand entries and more; what is larger is no record of ours.
    private static let largestFile = 8 << 20

    /// Reads a record's file.
    /// - Throws: `RightsError` with every problem that was found.
    public init(contentsOf url: URL) throws(RightsError) {
        let name = url.lastPathComponent
        let text: [UInt8]
        do {
            text = try Self.text(of: url)
        } catch {
            let reason =
                switch error {
                case .missing: "there is no such file"
                case .notAFile: "not a file"
                case .unreadable(_, let reason): "the file cannot be read: \(reason)"
                }
            throw RightsError([.unreadable(reason: reason)], file: name)
        }
        guard text.count <= Self.largestFile else {
            throw RightsError([.unreadable(reason: "larger than \(Self.largestFile >> 20) MiB")], file: name)
        }
        do {
            try self.init(text: text)
        } catch {
            throw RightsError(error.problems, file: name)
        }
    }

    /// Puts the record in a file that everybody may read (0644), in one step: a reader finds the old record or the new
    /// one, also after a power cut.
    /// - Throws: `RightsError` with `.cannotWrite`.
    public func write(to url: URL) throws(RightsError) {
        let draft = url.deletingLastPathComponent().path + "/.\(url.lastPathComponent).XXXXXX"
        var template = Array(draft.utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Self.failure(url) }
        let text = Array(json.text(.indented).utf8)
        let isWritten = Self.write(text, to: descriptor) && fchmod(descriptor, 0o644) == 0 && fsync(descriptor) == 0
        let failure = isWritten ? nil : Self.failure(url)
        close(descriptor)
        let isPlaced = failure == nil && rename(template, url.path) == 0
        guard isPlaced else {
            let failure = failure ?? Self.failure(url)
            unlink(template)
            throw failure
        }
    }

    private static func text(of url: URL) throws(DigestError) -> [UInt8] {
        let file = try FilePieces(url: url)
        // One byte more than is allowed tells a file that is too large, whatever its size is said to be.
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: largestFile + 1, alignment: 1)
        defer { buffer.deallocate() }
        let count = try file.read(into: buffer)
        return Array(buffer[..<count])
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func failure(_ url: URL) -> RightsError {
        RightsError([.cannotWrite(reason: String(cString: strerror(errno)).lowercased())], file: url.lastPathComponent)
    }
}
