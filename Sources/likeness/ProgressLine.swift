import Foundation
import Synchronization
import Works

/// One line on a terminal that says how far the work has come; nothing where standard error is no terminal.
final class ProgressLine: Sendable {
    private struct Shown {
        var text = ""
        var isOpen = true
    }

    private let isOn: Bool
    private let shown = Mutex(Shown())

    init(isQuiet: Bool) {
        isOn = !isQuiet && isatty(STDERR_FILENO) == 1
    }

    func show(_ progress: WorkProgress) {
        guard isOn else { return }
        let percent = Int((progress.fraction * 100).rounded(.down))
        var text = "\(progress.stage.rawValue) \(percent) %"
        if let seconds = progress.remaining.map({ Int($0.components.seconds) }), progress.fraction < 1 {
            text += seconds >= 60 ? ", \(seconds / 60) min \(seconds % 60) s left" : ", \(seconds + 1) s left"
        }
        show(text)
    }

    func show(_ text: String) {
        guard isOn else { return }
        shown.withLock { shown in
            guard shown.isOpen, text != shown.text else { return }
            shown.text = text
            StandardError.write("\r\u{1B}[K\(text)")
        }
    }

    /// Takes the line away while `body` prints lines that stay.
    func clear(_ body: () -> Void) {
        shown.withLock { shown in
            if isOn, shown.isOpen, !shown.text.isEmpty { StandardError.write("\r\u{1B}[K") }
            shown.text = ""
            body()
        }
    }

    /// Takes the line away, for good.
    func close() {
        shown.withLock { shown in
            if isOn, shown.isOpen, !shown.text.isEmpty { StandardError.write("\r\u{1B}[K") }
            shown.isOpen = false
        }
    }
}

/// Text for people, beside the output proper.
enum StandardError {
    static func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
