import ArgumentParser
import Foundation
import Inference
import Works

extension ModelsCommand {
    struct Pull: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Fetch models that set-up does not install, once you have seen their licences.",
            discussion: """
                EXAMPLES
                  likeness models pull yolo_face
                  likeness models pull ghost_1_256 gfpgan_1.4 --accept-licence
                  likeness models pull inswapper_128 --from ~/facefusion/.assets/models

                What a model requires comes with it. The file is held against its SHA-256, or against the
                CRC-32 that its publisher gives, and later loads against what came. A file that already
                lies in a folder of models is taken as it is, without the network. What is interrupted
                goes on from where it stopped.
                """)

        @Argument(help: "Names or aliases: see likeness models list.")
        var names: [String]

        @Flag(help: "Say yes to the licences of all that is fetched.")
        var acceptLicence = false

        @Option(help: ArgumentHelp("A folder that has the files, in place of the network.", valueName: "folder"))
        var from: Path?

        func run() async throws {
            let pull = try ModelPull(mirror: from?.url)
            let plan = try pull.plan(names)
            for entry in plan { StandardError.write(entry.terms + "\n") }
            guard plan.isEmpty || acceptLicence || Self.isAgreed(plan) else {
                throw InferenceError.licenceNotAccepted(names: plan.map(\.name))
            }
            for entry in plan {
                let line = TransferLine()
                let arrival = try await Interruption.guarding(
                    saying: "interrupted. What has come is kept; the same command goes on from there."
                ) {
                    let arrival = try await pull.fetch(entry) { line.show($0) }
                    if PulledUpscaler.isUntried(entry) { try await PulledUpscaler.tryOut(entry, at: arrival.file) }
                    return arrival
                }
                line.close()
                print("\(entry.name): \(arrival.words)")
            }
            for name in names {
                let entry = try ModelStore().entry(named: name)
                if !plan.contains(where: { $0.file == entry.file }) { print("\(entry.name): is here already") }
            }
        }

        /// Asks on a terminal; nobody else can say yes.
        private static func isAgreed(_ plan: [ModelEntry]) -> Bool {
            guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return false }
            StandardError.write("Do you accept \(plan.count == 1 ? "this licence" : "these licences")? [y/N] ")
            return ["y", "yes"].contains(readLine()?.trimmingCharacters(in: .whitespaces).lowercased())
        }
    }
}

extension ModelEntry {
    /// What a person says yes to.
    fileprivate var terms: String {
        var lines = [
            "\(name): \(summary)", "  licence  \(licence.name) (\(licence.id))", "  holder   \(licence.holder)",
            "  works    made with it \(licence.commercialUse ? "may be sold" : "may not be sold")",
        ]
        if let bytes { lines.append("  size     \(bytes.megabytes)") }
        lines.append("  source   \(source.page ?? source.download ?? "unknown")")
        return lines.joined(separator: "\n")
    }
}

extension ModelPull.Arrival {
    fileprivate var words: String {
        let verdict =
            switch check {
            case .sha256: "its SHA-256 is the one that is known"
            case .crc32: "its CRC-32 is the one that is published"
            case .none: "nothing was known to hold it against"
            }
        return "is here, \(bytes.megabytes); \(verdict)"
    }
}

/// One line on a terminal that says how far a file has come.
private final class TransferLine: Sendable {
    private let isOn = isatty(STDERR_FILENO) == 1

    func show(_ progress: ModelPull.Progress) {
        guard isOn else { return }
        let share = progress.total.map { " of \($0.megabytes), \(progress.bytes * 100 / max($0, 1)) %" } ?? ""
        StandardError.write("\r\u{1B}[K\(progress.file) \(progress.bytes.megabytes)\(share)")
    }

    func close() {
        if isOn { StandardError.write("\r\u{1B}[K") }
    }
}

extension Int {
    /// Of bytes: `340.3 MB`.
    fileprivate var megabytes: String {
        let tenths = (self + 50_000) / 100_000
        return "\(tenths / 10).\(tenths % 10) MB"
    }
}
