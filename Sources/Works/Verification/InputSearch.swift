import Foundation
import Provenance

/// Looks for the pictures that a work was made from.
struct InputSearch: Sendable {
    enum Outcome: Equatable {
        case found(URL)
        /// A file of the input's name with other bytes.
        case other(URL)
        case absent
    }

    private let folders: [URL]

    /// - Parameter folders: are looked through first; then the folder that the work stands in, then the current one.
    init(for work: URL, in folders: [URL] = []) {
        self.folders = folders + [work.standardizedFileURL.deletingLastPathComponent(), URL.currentDirectory()]
    }

    /// The file with the input's bytes, by its name or, where that was changed, by its size and SHA-256.
    func find(_ input: WorkRecord.Input) -> Outcome {
        var other: URL?
        for folder in folders {
            let candidate = folder.appending(path: input.file)
            guard FileManager.default.isReadableFile(atPath: candidate.path) else { continue }
            if Self.holds(candidate, input) { return .found(candidate) }
            other = other ?? candidate
        }
        for folder in folders {
            let files =
                (try? FileManager.default.contentsOfDirectory(
                    at: folder, includingPropertiesForKeys: [.fileSizeKey, .isRegularFileKey])) ?? []
            for file in files.sorted(by: { $0.lastPathComponent < $1.lastPathComponent }) {
                let values = try? file.resourceValues(forKeys: [.fileSizeKey, .isRegularFileKey])
                guard values?.isRegularFile == true, values?.fileSize == input.bytes else { continue }
                if Self.holds(file, input) { return .found(file) }
            }
        }
        return other.map(Outcome.other) ?? .absent
    }

    /// As `find`.
    /// - Throws: `WorkError` when the input is not at hand.
    func require(_ input: WorkRecord.Input) throws(WorkError) -> URL {
        switch find(input) {
        case .found(let file): return file
        case .other(let file): throw .otherInput(file: file.lastPathComponent, expected: input.file)
        case .absent: throw .inputNotFound(file: input.file, option: "--inputs")
        }
    }

    /// Whether the file's bytes are the input's.
    static func holds(_ file: URL, _ input: WorkRecord.Input) -> Bool {
        (try? Digest(ofFile: file))?.hexadecimal == input.sha256
    }
}
