import Foundation
import Raster

/// Pictures that lie beside those of a plan, and that it does not name.
struct UnnamedPictures {
    /// More names in one finding nobody reads.
    private static let mostNamed = 10

    let findings: [CheckFinding]

    init(_ collection: PlannedCollection) {
        let plan = collection.plan
        let files = (plan.sources + plan.targets).flatMap { $0.files + [$0.reference].compactMap { $0 } }
        let named = Set(files.map { collection.url(of: $0).standardizedFileURL.path })
        let folders = Set(named.map { URL(filePath: $0).deletingLastPathComponent().path }).sorted()
        let endings = Set(ImageFormat.allCases.flatMap(\.endings))
        findings = folders.compactMap { folder in
            let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { name in
                let url = URL(filePath: folder).appending(path: name)
                return !name.hasPrefix(".") && endings.contains(url.pathExtension.lowercased())
                    && !named.contains(url.standardizedFileURL.path)
            }.sorted()
            guard !names.isEmpty else { return nil }
            let told = names.prefix(Self.mostNamed).joined(separator: ", ")
            let rest = names.count > Self.mostNamed ? " and \(names.count - Self.mostNamed) more" : ""
            let folder = URL(filePath: folder).lastPathComponent
            return CheckFinding(.note, .unused, "\(folder): the plan does not name \(told)\(rest).")
        }
    }
}
