import Foundation
import Provenance
import Raster
import Works

/// Copies a collection's pictures into a new folder, called as the standard wants them, upright and with a profile, and
/// writes the plan and the record of rights that speak of the copies.
///
/// Originals are read and nothing more. A picture that needs no other pixels is copied byte for byte; what must be
/// converted becomes a PNG of the same depth, and says what it said. What is missing in a picture (pixels, sharpness, the
/// face's pose) is never made up: `Report.left` names it.
public struct InputRepair: Sendable {
    public struct Report: Sendable, Equatable, Codable {
        /// In the order of the check's pictures.
        public var copies: [Copy]
        /// What stands against the copies still.
        public var left: [Left]
        /// The new plan, relative to the folder.
        public var plan: String
    }

    public struct Copy: Sendable, Equatable, Codable {
        public var role: CheckedPicture.Role
        /// The picture's path as the old plan has it, and as the new one does.
        public var from: String
        public var to: String
        /// What was done, such as `renamed`; empty where nothing was needed.
        public var changes: [String]
        /// Of the picture and of its copy.
        public var fromSha256: String
        public var sha256: String
    }

    public struct Left: Sendable, Equatable, Codable {
        public var role: CheckedPicture.Role
        /// As the old plan has it.
        public var file: String
        public var finding: CheckFinding
    }

    static let planName = "collection.json"

    let collection: PlannedCollection
    private let limits: DecodingLimits
    private let executor = NativeExecutor(threads: 1)

    public init(_ collection: PlannedCollection, limits: DecodingLimits = .standard) {
        self.collection = collection
        self.limits = limits
    }

    /// Whether copies can be written there; cheap, to be asked before a long check.
    /// - Throws: `RepairError` when something lies there.
    public static func check(_ folder: URL) throws(RepairError) {
        let name = folder.standardizedFileURL.lastPathComponent
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) else { return }
        guard isFolder.boolValue, (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.isEmpty == true
        else { throw .notEmpty(name: name) }
    }

    /// Writes the folder, which appears whole or not at all.
    /// - Parameters:
    ///   - folder: is not there, or empty.
    ///   - report: of a check of this collection; says what the pictures are.
    ///   - progress: is called after each picture.
    /// - Throws: `RepairError`, `WorkError`, `RasterError`, `CollectionError`, `RightsError`, `CancellationError`.
    public func write(
        to folder: URL, after report: CheckReport, progress: (CollectionCheck.Progress) -> Void = { _ in }
    ) async throws -> Report {
        try Self.check(folder)
        let staged = try StagedDirectory(for: folder, replacing: .nothing)
        return try await withTaskCancellationHandler {
            defer { staged.abandon() }
            let places = RepairPlaces(for: report.pictures, standard: collection.plan.standard)
            var copies: [Copy] = []
            var left: [Left] = []
            for (index, picture) in report.pictures.enumerated() {
                try Task.checkCancellation()
                if picture.figures != nil {
                    let copy = PictureCopy(
                        picture: picture, original: collection.url(of: picture.file), to: places.paths[index],
                        limits: limits)
                    copies.append(
                        try await withTaskExecutorPreference(executor) { try copy.write(into: staged.url) })
                }
                left += picture.findings.filter { $0.isLeft(by: picture) }.map {
                    Left(role: picture.role, file: picture.file, finding: $0)
                }
                progress(CollectionCheck.Progress(done: index + 1, total: report.pictures.count))
            }
            try RepairedPapers(collection: collection, copies: copies, places: places)
                .write(into: staged.url)
            try Task.checkCancellation()
            try staged.commit()
            return Report(copies: copies, left: left, plan: Self.planName)
        } onCancel: {
            staged.abandon()
        }
    }
}

extension CheckFinding {
    /// Whether a copy of the picture is no better in this.
    fileprivate func isLeft(by picture: CheckedPicture) -> Bool {
        switch rule {
        case .naming: false
        case .profile:
            picture.figures?.profile.isContradicted == true
                || picture.figures?.profile.origin == "converted from grey"
        default: severity == .failure
        }
    }
}

/// Why copies were not begun.
public enum RepairError: Error, Sendable, Equatable {
    case notEmpty(name: String)
    /// The picture is another one than the check saw.
    case changed(file: String)
}

extension RepairError: WorkFailure {
    public var isBadInput: Bool { true }

    public var description: String {
        switch self {
        case .notEmpty(let name):
            "\(name): holds something already. Give --fix a folder that does not exist."
        case .changed(let file):
            "\(file): changed while it was copied. Check again."
        }
    }
}
