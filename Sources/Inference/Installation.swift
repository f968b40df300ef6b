import Foundation

/// Where engines and models may lie on this machine: what `Scripts/setup.sh` leaves in `.deps`, what an installed
/// command has beside it, and what the environment says instead.
public struct Installation: Sendable {
    /// The command that mends what is missing.
    package static let setUp = "./Scripts/setup.sh"

    public var environment: [String: String]
    /// The running program; nil when the system does not tell.
    public var executable: URL?
    public var workingDirectory: URL

    public init(environment: [String: String], executable: URL?, workingDirectory: URL) {
        self.environment = environment
        self.executable = executable
        self.workingDirectory = workingDirectory
    }

    /// Of this process.
    public static var current: Installation {
        Installation(
            environment: ProcessInfo.processInfo.environment,
            executable: Bundle.main.executableURL?.resolvingSymlinksInPath(),
            workingDirectory: URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory))
    }

    /// The value of an environment variable; nil when it is unset or empty.
    package func setting(_ variable: String) -> String? {
        environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The file or folder that `variable` names, relative to the working directory; nil when it is unset or empty.
    package func override(_ variable: String) -> URL? {
        setting(variable).map(url)
    }

    /// A path that the environment gives, relative to the working directory.
    package func url(of path: String) -> URL {
        (path.hasPrefix("/") ? URL(filePath: path) : workingDirectory.appending(path: path)).standardizedFileURL
    }

    /// Folders where `name` (`openvino`, `models`) may lie, in the order of search: beside an installed command
    /// (`../lib/likeness/NAME`), then `.deps/NAME` from the executable's and from the working directory upwards.
    package func folders(named name: String) -> [URL] {
        var folders: [URL] = []
        let bin = executable?.deletingLastPathComponent()
        if let bin {
            folders.append(bin.deletingLastPathComponent().appending(path: "lib/likeness/\(name)"))
        }
        for start in [bin, workingDirectory] {
            guard var folder = start?.standardizedFileURL else { continue }
            while true {
                folders.append(folder.appending(path: ".deps/\(name)"))
                let parent = folder.deletingLastPathComponent().standardizedFileURL
                if folder.pathComponents.count <= 1 || parent.path == folder.path { break }
                folder = parent
            }
        }
        var seen: Set<String> = []
        return folders.filter { seen.insert($0.path).inserted }
    }

    /// Where model files may lie, in the order of search: the folder that `LIKENESS_MODELS` names alone, else what
    /// set-up and an installed command have, and the person's own folder last.
    package var modelFolders: [URL] {
        if let folder = override(ModelStore.variable) { return [folder] }
        return folders(named: "models") + [modelCache].compactMap { $0 }
    }

    /// Where the models go that the person adds: the last of `modelFolders`.
    package var ownModelFolder: URL { modelFolders.last ?? workingDirectory }

    /// The person's own folder for models, `~/.cache/likeness/models` (or under `XDG_CACHE_HOME`).
    package var modelCache: URL? {
        if let cache = override("XDG_CACHE_HOME") { return cache.appending(path: "likeness/models") }
        return override("HOME")?.appending(path: ".cache/likeness/models")
    }

    /// Where networks are kept that were rewritten for speed: `networks` beside the person's own folder of models. May be
    /// deleted at any time.
    package var networkCache: URL? { modelCache?.deletingLastPathComponent().appending(path: "networks") }
}
