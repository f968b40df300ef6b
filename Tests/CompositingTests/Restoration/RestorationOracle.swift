import Compositing
import Faces
import Foundation
import Inference
import Oracles
import Raster

/// Generated networks, and what FaceFusion makes of a scene with them.
struct RestorationOracle {
    private let folder: URL

    /// - Parameter networks: families of `make_models.py`.
    init(_ networks: [String]) async throws {
        folder = try await Oracle.models(networks)
    }

    func network(_ name: String) throws -> any Model {
        try Engines.load().load(folder.appending(path: "\(name).onnx"), options: ModelOptions(threads: 1))
    }

    /// The scene's picture with its face changed, code values of 0…1.
    struct Answer {
        /// Cut to 8 bits on the way as FaceFusion does.
        var rounded: [Float]
        /// Never cut.
        var exact: [Float]
    }

    /// - Parameters:
    ///   - step: of `restore_reference.py`.
    ///   - settings: its settings.
    func answer(to step: String, _ settings: [String: Any], in scene: FaceScene) async throws -> Answer {
        let place = FileManager.default.temporaryDirectory.appending(path: "likeness-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        let shape = [scene.size.height, scene.size.width, 3]
        try NumberArray(scene.codes, shape: shape).write(to: place.appending(path: "picture.npy"))
        try NumberArray(scene.originalCodes, shape: shape).write(to: place.appending(path: "original.npy"))
        let job: [String: Any] = [
            "step": step, "models": folder.path, "settings": settings,
            "landmarks5": scene.face.landmarks5.map { [Double($0.x) - 0.5, Double($0.y) - 0.5] },
            "landmarks68": scene.face.landmarks68.map { [Double($0.x) - 0.5, Double($0.y) - 0.5] },
        ]
        try JSONSerialization.data(withJSONObject: job).write(to: place.appending(path: "job.json"))
        try await Oracle.run(script: "restore_reference.py", arguments: [place.path])
        let read = { (name: String) in try NumberArray(contentsOf: place.appending(path: name)).floats }
        return Answer(rounded: try read("rounded.npy"), exact: try read("exact.npy"))
    }
}
