import Foundation
import Inference
import Raster

/// What this machine has of everything that the tool needs, and how to mend what is missing. Never fails itself.
public struct Diagnosis: Sendable {
    /// The tool, the processor, the libraries, the formats, the engine, the models, what signs.
    public let findings: [Finding]

    /// Loads the engine and reads every installed model: some tens of milliseconds.
    public init(of installation: Installation = .current) {
        findings =
            [Self.tool, Self.processor] + Self.libraries + Self.formats + InferenceDiagnosis(of: installation).findings
            + CredentialDiagnosis(of: installation).findings
    }

    /// Whether the default work can be made.
    public var isSound: Bool { !findings.contains { $0.state == .missing || $0.state == .wrong } }

    private static var tool: Finding {
        let system = ProcessInfo.processInfo.operatingSystemVersionString
        return Finding(name: Tool.name, state: .ok, version: Tool.version, detail: system)
    }

    private static var processor: Finding {
        let gigabytes = Double(ProcessInfo.processInfo.physicalMemory) / 1e9
        let cores = ProcessInfo.processInfo.activeProcessorCount
        return Finding(
            name: "processor", state: .ok,
            detail: "\(cores) core\(cores == 1 ? "" : "s"), \(String(format: "%.1f", gigabytes)) GB of memory")
    }

    private static var libraries: [Finding] {
        RasterLibraries.all.map { library in
            guard library.isSufficient else {
                return Finding(
                    name: library.name, state: .wrong, version: library.version,
                    detail: "older than \(library.least), the oldest that is known to work",
                    remedy: "apt-get install \(library.package)")
            }
            return Finding(name: library.name, state: .ok, version: library.version, detail: library.purpose)
        }
    }

    private static var formats: [Finding] {
        let readable = RasterLibraries.readableFormats
        let finding = Finding(
            name: "formats", state: .ok, detail: "reads " + readable.map(\.rawValue).joined(separator: ", "))
        let absent = ImageFormat.allCases.filter { !readable.contains($0) }
        guard !absent.isEmpty else { return [finding] }
        return [
            finding,
            Finding(
                name: "formats", state: .absent,
                detail: absent.map(\.rawValue).joined(separator: ", ") + ": this libvips was built without",
                remedy: "Install a libvips with \(absent.map(\.rawValue).joined(separator: ", ")) support."),
        ]
    }
}
