import Collections
import Foundation
import Synchronization

/// How far a build has come: one line that changes on a terminal, a line for each work elsewhere.
final class BuildLine: Sendable {
    private let isQuiet: Bool
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let isOpen = Mutex(true)

    init(isQuiet: Bool) {
        self.isQuiet = isQuiet
    }

    func show(_ progress: BuildProgress) {
        guard !isQuiet else { return }
        isOpen.withLock { isOpen in
            guard isOpen else { return }
            if let line = line(for: progress) { StandardError.write((isTerminal ? "\r\u{1B}[K" : "") + line + "\n") }
            if isTerminal { StandardError.write("\r\u{1B}[K" + state(of: progress)) }
        }
    }

    /// Takes the changing line away, for good.
    func close() {
        isOpen.withLock { isOpen in
            if isOpen, isTerminal, !isQuiet { StandardError.write("\r\u{1B}[K") }
            isOpen = false
        }
    }

    /// A line that stays.
    private func line(for progress: BuildProgress) -> String? {
        switch progress.event {
        case .begun: nil
        case .made(_, let name, let seconds):
            isTerminal ? nil : "made \(name) in \(Int((seconds * 10).rounded()) / 10) s, \(state(of: progress))"
        case .failed(_, let name, let reason, let again):
            "\(again ? "failed, again" : "FAILED") \(name): \(reason.replacing("\n", with: "; "))"
        }
    }

    private func state(of progress: BuildProgress) -> String {
        var text = "\(progress.made) of \(progress.total)"
        if progress.failed > 0 { text += ", \(progress.failed) failed" }
        if let rate = progress.worksPerHour { text += ", \(Int(rate.rounded())) works an hour" }
        if let seconds = progress.remaining.map({ Int($0 / .seconds(1)) }),
            progress.made + progress.failed < progress.total
        {
            text +=
                seconds >= 3600
                ? ", \(seconds / 3600) h \(seconds / 60 % 60) min left"
                : seconds >= 60 ? ", \(seconds / 60) min \(seconds % 60) s left" : ", \(seconds + 1) s left"
        }
        return text
    }
}
