import Foundation

/// The machine's processor.
enum Processor {
    /// As its maker calls it (`AMD EPYC 7R13 Processor`); where the system does not tell, the architecture.
    static var name: String {
        #if os(Linux)
            // One paragraph for each core, of lines `key : value`.
            let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
            let model = lines.first { $0.hasPrefix("model name") }?.split(separator: ":", maxSplits: 1).last
            return model.map { $0.trimmingCharacters(in: .whitespaces) } ?? architecture
        #elseif canImport(Darwin)
            var length = 0
            guard sysctlbyname("machdep.cpu.brand_string", nil, &length, nil, 0) == 0, length > 0 else {
                return architecture
            }
            var text = [CChar](repeating: 0, count: length)
            guard sysctlbyname("machdep.cpu.brand_string", &text, &length, nil, 0) == 0 else { return architecture }
            return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        #else
            return architecture
        #endif
    }

    private static var architecture: String {
        #if arch(x86_64)
            "x86-64 processor"
        #elseif arch(arm64)
            "64-bit ARM processor"
        #else
            "processor"
        #endif
    }
}
