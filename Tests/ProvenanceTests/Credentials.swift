import Foundation
import Provenance
import Synchronization
import Testing

/// Where the credentials' tests find what is not ours, and the pictures and keys that they are made with.
enum Credentials {
    /// The package's folder, or what the environment names, holds `.deps`.
    static let dependencies =
        ProcessInfo.processInfo.environment["LIKENESS_DEPS"].map { URL(filePath: $0) }
        ?? URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: ".deps")

    static let libraryPlace = dependencies.appending(path: "c2pa")
    static let python = dependencies.appending(path: "oracles/bin/python")
    static let hasLibrary = FileManager.default.fileExists(atPath: libraryPlace.path)
    static let hasOracle = FileManager.default.isExecutableFile(atPath: python.path)

    static func library() throws -> CredentialLibrary { try CredentialLibrary(at: libraryPlace) }

    /// The clock, which the library holds certificates against.
    static var now: Date { Date() }
    static let generator = Manifest.Software(name: "Likeness", version: "1.0.0")

    /// A folder that goes away with the test that asked for it.
    final class Folder {
        let url: URL

        init() throws {
            url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(at: url) }

        subscript(name: String) -> URL { url.appending(path: name) }

        var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted() }
    }

    struct ToolFailure: Error {
        var tool: String
        var output: String
    }

    /// Runs a program and gives what it prints.
    @discardableResult
    static func run(_ tool: String, _ arguments: [String], in folder: URL? = nil) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [tool] + arguments
        process.currentDirectoryURL = folder
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw ToolFailure(tool: tool, output: output) }
        return output
    }

    /// Runs Python of the oracles' environment, where `c2pa`, `PIL` and `tifffile` are.
    @discardableResult
    static func oracle(_ script: String, _ arguments: String..., in folder: URL? = nil) throws -> String {
        try run(python.path, ["-c", script] + arguments, in: folder)
    }

    private static let made = Mutex<[String: Data]>([:])

    /// A noisy picture of 192 × 160 in a file of the kind that the name tells. Made once a name and seed, then copied.
    static func picture(_ name: String, in folder: Folder, seed: Int = 1) throws -> URL {
        let bytes = try made.withLock { made in
            let key = "\(name) \(seed)"
            if let bytes = made[key] { return bytes }
            let bytes = try encoded(name, seed: seed)
            made[key] = bytes
            return bytes
        }
        try bytes.write(to: folder[name])
        return folder[name]
    }

    private static func encoded(_ name: String, seed: Int) throws -> Data {
        let folder = try Folder()
        let isWide = name.hasSuffix(".tif")
        // A netpbm file is a header and the codes: 16 bits with the larger byte first.
        var bytes = Data("P6\n192 160\n\(isWide ? 65_535 : 255)\n".utf8)
        var state = UInt64(seed)
        for _ in 0..<192 * 160 * 3 * (isWide ? 2 : 1) {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            bytes.append(UInt8(state >> 56))
        }
        try bytes.write(to: folder["plain.ppm"])
        let tiles = ["--tile", "--tile-width", "64", "--tile-height", "64"]
        let save: [String] =
            switch name {
            case "big.tif": ["tiffsave", "plain.ppm", name, "--bigtiff"] + tiles
            case _ where isWide: ["tiffsave", "plain.ppm", name] + tiles
            case _ where name.hasSuffix(".webp"): ["webpsave", "plain.ppm", name, "--lossless"]
            case _ where name.hasSuffix(".avif"): ["heifsave", "plain.ppm", name, "--compression", "av1"]
            default: ["copy", "plain.ppm", name]
            }
        try run("vips", save, in: folder.url)
        return try Data(contentsOf: folder[name])
    }

    static func authority(in folder: Folder) throws -> CredentialAuthority {
        try CredentialAuthority.create(
            in: folder["authority"], organization: "Atelier Été", signer: "Ana Lima",
            from: now.addingTimeInterval(-3600))
    }

    static func signer(_ authority: CredentialAuthority) throws -> Signer {
        try Signer(certificates: authority.chain, key: authority.key)
    }

    /// A manifest of a picture that was made anew.
    static func created(
        _ title: String = "picture", ingredients: [ManifestIngredient] = [], actions: [ManifestAction] = []
    ) -> Manifest {
        let beginning = ManifestAction(
            .created, sourceType: .compositeWithTrainedAlgorithmicMedia, by: generator, at: now)
        return Manifest(
            identifier: UUID(), title: title, generator: generator, actions: [beginning] + actions,
            ingredients: ingredients)
    }
}
