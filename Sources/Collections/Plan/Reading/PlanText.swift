import Foundation
import Provenance

/// A plan's file as a JSON value, whichever of the two forms it has.
enum PlanText {
    /// What plans are called, in the order in which a folder is searched.
    static let fileNames = ["collection.yaml", "collection.yml", "collection.json"]
    /// Room for more than a hundred thousand works with lines of their own.
    private static let largestFile = 64 << 20

    /// The plan that a path means: the file itself, or the one that lies in the folder.
    /// - Throws: `CollectionError.unreadable`.
    static func file(at url: URL) throws(CollectionError) -> URL {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue else {
            return url
        }
        let found = fileNames.filter { FileManager.default.fileExists(atPath: url.appending(path: $0).path) }
        let folder = url.lastPathComponent
        guard let name = found.first else {
            throw .unreadable(
                file: folder, reason: "has no plan; likeness collection init writes \(fileNames[0]) from its pictures")
        }
        guard found.count == 1 else {
            throw .unreadable(file: folder, reason: "has \(found.joined(separator: " and ")); name the one that counts")
        }
        return url.appending(path: name)
    }

    /// - Throws: `CollectionError.unreadable`, `.badPlan` where a key stands twice.
    /// - Parameter name: what the file will be called, which tells its form; nil for what it is called.
    static func value(of file: URL, called name: String? = nil) throws(CollectionError) -> JSONValue {
        let name = name ?? file.lastPathComponent
        let bytes = try bytes(of: file, called: name)
        switch URL(filePath: name).pathExtension.lowercased() {
        case "json":
            do {
                return try JSONReader.value(of: bytes)
            } catch {
                switch error {
                case .syntax(let line, let column, let problem):
                    throw .unreadable(file: name, reason: "line \(line), column \(column): \(problem)")
                case .duplicateKey(let path):
                    throw .badPlan(
                        file: name, problems: [PlanProblem(path, "the key stands there twice. Keep one of the two.")])
                }
            }
        case "yaml", "yml":
            do {
                return try YAMLReader.value(of: bytes)
            } catch {
                throw .unreadable(file: name, reason: error.description)
            }
        default:
            throw .unreadable(file: name, reason: "is neither .json nor .yaml, which plans are")
        }
    }

    private static func bytes(of file: URL, called name: String) throws(CollectionError) -> [UInt8] {
        do {
            let values = try file.resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey])
            guard values.isRegularFile == true else {
                throw CollectionError.unreadable(file: name, reason: "is not a file")
            }
            guard let bytes = values.fileSize, bytes <= largestFile else {
                throw CollectionError.unreadable(file: name, reason: "is larger than \(largestFile >> 20) MiB")
            }
            return Array(try Data(contentsOf: file))
        } catch let error as CollectionError {
            throw error
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile || error.code == .fileNoSuchFile {
            throw .unreadable(file: name, reason: "there is no such file")
        } catch {
            throw .unreadable(file: name, reason: "the file cannot be read")
        }
    }
}
