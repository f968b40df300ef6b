import CNative
import Foundation

/// The library's environment, with the plugin libraries that were registered in it; sessions must not outlive it.
///
/// `@unchecked`: the pointers of devices never change and live as long as the environment, which the library lets be
/// used from several threads.
final class ONNXRuntimeEnvironment: @unchecked Sendable {
    let library: ONNXRuntimeLibrary
    let handle: NativeHandle
    /// What plugins offer, by the name that the person gave them.
    private var devices: [String: OpaquePointer] = [:]
    private var registrations: [String] = []

    /// - Throws: `InferenceError.engineFailed`; `.providerUnavailable` for a plugin that cannot be had.
    init(_ library: ONNXRuntimeLibrary, providers: [ONNXRuntimeProvider]) throws(InferenceError) {
        self.library = library
        handle = try library.handle(
            freedBy: library.functions.release_environment, for: ONNXRuntimeLibrary.title, to: "start"
        ) {
            // What fails comes back as a status; on the terminal it would stand twice.
            $0.create_environment(Int32(NATIVE_ORT_LOG_FATAL), "likeness", &$1)
        }
        for case .plugin(let name, let file) in providers {
            try register(file, as: name)
        }
    }

    deinit {
        for registration in registrations {
            if let status = library.functions.unregister_plugin(handle.pointer, registration) {
                library.functions.release_status(status)
            }
        }
    }

    /// The first device of the plugin; nil for a name that is none's.
    func device(ofPlugin name: String) -> OpaquePointer? { devices[name] }

    private func register(_ file: URL, as name: String) throws(InferenceError) {
        let before = Set(allDevices())
        // The library keeps one environment for the process, in which a name stands once.
        let registration = "\(name)-\(UUID().uuidString.prefix(8))"
        do throws(InferenceError) {
            try library.check(
                library.functions.register_plugin(handle.pointer, registration, file.path), of: name,
                to: "load the plugin")
        } catch {
            throw try unavailable(name, because: error)
        }
        registrations.append(registration)
        guard let device = allDevices().first(where: { !before.contains($0) }) else {
            throw .providerUnavailable(
                engine: ONNXRuntimeLibrary.title, provider: name,
                reason: "\(file.path) finds no device that it can use",
                available: try library.builtInProviders())
        }
        devices[name] = device
    }

    /// That a provider cannot be had, in the words of the library.
    func unavailable(_ name: String, because error: InferenceError) throws(InferenceError) -> InferenceError {
        guard case .engineFailed(_, _, let step, var reason) = error else { return error }
        while reason.last == "." || reason.last == " " { reason.removeLast() }
        return .providerUnavailable(
            engine: ONNXRuntimeLibrary.title, provider: name, reason: "it failed to \(step): \(reason)",
            available: try library.builtInProviders())
    }

    private func allDevices() -> [OpaquePointer] {
        var list: UnsafePointer<OpaquePointer?>?
        var count = 0
        if let status = library.functions.plugin_devices(handle.pointer, &list, &count) {
            library.functions.release_status(status)
            return []
        }
        return UnsafeBufferPointer(start: list, count: count).compactMap { $0 }
    }
}
