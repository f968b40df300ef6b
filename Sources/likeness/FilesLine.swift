import Collections
import Foundation

/// One line on a terminal that says how many files have come.
final class FilesLine: Sendable {
    private let isOn: Bool

    init(isQuiet: Bool) { isOn = !isQuiet && isatty(STDERR_FILENO) == 1 }

    func show(_ progress: CollectionMirror.Progress) {
        if isOn { StandardError.write("\r\u{1B}[K\(progress.done) of \(progress.total): \(progress.file)") }
    }

    func close() {
        if isOn { StandardError.write("\r\u{1B}[K") }
    }
}
