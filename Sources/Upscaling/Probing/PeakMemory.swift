import Foundation

/// How much memory work takes at its height, beyond what the process held before.
enum PeakMemory {
    /// The growth of the process's resident memory during `body`, in bytes; nil where the system does not tell.
    ///
    /// Other threads' work counts too.
    static func growth(of body: () throws -> Void) rethrows -> Int? {
        #if os(Linux)
            // Lets the kernel forget the highest mark so far (proc(5), clear_refs).
            try? Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
            let before = field("VmRSS")
            try body()
            guard let before, let peak = field("VmHWM") else { return nil }
            return max(0, peak - before)
        #else
            try body()
            return nil
        #endif
    }

    /// A line `Name: 1234 kB` of the process's status, in bytes.
    private static func field(_ name: String) -> Int? {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
        let line = status.split(separator: "\n").first { $0.hasPrefix("\(name):") }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
    }
}
