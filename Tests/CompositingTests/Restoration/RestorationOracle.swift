import Compositing
import Faces
import Foundation
import Inference
import Raster

/// Small networks with the signatures of the real ones, and a Python that computes with them what FaceFusion does.
struct RestorationOracle {
    /// Nil where Python and its packages are not installed: `Scripts/test_oracles.sh` brings them.
    static let python: URL? = {
        var folder = URL(filePath: FileManager.default.currentDirectoryPath)
        while folder.path != "/" {
            let python = folder.appending(path: ".deps/oracles/bin/python3")
            if FileManager.default.isExecutableFile(atPath: python.path) { return python }
            folder.deleteLastPathComponent()
        }
        return nil
    }()

    private static let scripts = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Support")

    struct Failure: Error { var text: String }

    let folder: URL

    /// - Parameter networks: of `make_models.py`, which are written into a new folder.
    static func with<Result>(_ networks: [String], _ body: (RestorationOracle) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "likeness-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try run("make_models.py", [folder.path] + networks)
        return try body(RestorationOracle(folder: folder))
    }

    func network(_ name: String) throws -> any Model {
        try Engines.load().load(folder.appending(path: "\(name).onnx"), options: ModelOptions(threads: 1))
    }

    /// What the reference makes of the scene's picture: code values 0…1, cut to 8 bits on the way as FaceFusion does,
    /// and never cut.
    func result(
        of step: String, _ settings: [String: Any], in scene: FaceScene
    ) throws -> (rounded: [Float], exact: [Float]) {
        let place = { (name: String) in folder.appending(path: name) }
        try Data(scene.codes).write(to: place("picture.raw"))
        try Data(scene.originalCodes).write(to: place("original.raw"))
        let job: [String: Any] = [
            "step": step, "models": folder.path, "picture": place("picture.raw").path,
            "original": place("original.raw").path, "width": scene.size.width, "height": scene.size.height,
            "landmarks5": scene.face.landmarks5.map { [Double($0.x) - 0.5, Double($0.y) - 0.5] },
            "landmarks68": scene.face.landmarks68.map { [Double($0.x) - 0.5, Double($0.y) - 0.5] },
            "settings": settings,
        ]
        try JSONSerialization.data(withJSONObject: job).write(to: place("job.json"))
        try Self.run("restore_reference.py", [place("job.json").path])
        return (try Self.floats(in: place("job.rounded")), try Self.floats(in: place("job.exact")))
    }

    private static func floats(in file: URL) throws -> [Float] {
        try Data(contentsOf: file).withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    }

    private static func run(_ script: String, _ arguments: [String]) throws {
        guard let python else { throw Failure(text: "no Python") }
        let (process, errors) = (Process(), Pipe())
        process.executableURL = python
        process.arguments = [scripts.appending(path: script).path] + arguments
        process.standardError = errors
        try process.run()
        let text = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(text: String(decoding: text, as: UTF8.self)) }
    }
}
