import Faces
import Foundation
import Provenance
import Raster
import Works

/// Holds every picture of a plan against the collection's input standard, before a hundred works are made of them.
///
/// ```swift
/// let check = CollectionCheck(collection, parts: CheckParts(try Cast(for: recipe)))
/// let report = try await check.report { print("\($0.done) of \($0.total)") }
/// guard report.passed else { … }
/// ```
/// Pictures are looked at a few at a time and let go of at once, so that their number does not matter. Nothing is changed.
/// The same pictures give the same report.
public struct CollectionCheck: Sendable {
    /// How far a check has come.
    public struct Progress: Sendable, Equatable {
        /// Files that have been looked at.
        public var done: Int
        public var total: Int
    }

    private let collection: PlannedCollection
    private let parts: CheckParts
    /// When rights must hold, where the plan has no date.
    private let date: CompositionDate
    /// Where small copies for an HTML report go.
    package var copies: SmallCopies?

    /// - Parameter date: for plans that have none.
    public init(_ collection: PlannedCollection, parts: CheckParts, date: CompositionDate) {
        self.collection = collection
        self.parts = parts
        self.date = collection.plan.date ?? date
    }

    /// Looks at every picture.
    /// - Parameter progress: is called after each file, one call at a time.
    /// - Throws: what the parts throw, such as `InferenceError`; `CancellationError`. What is wrong with a picture is in the
    ///   report.
    public func report(progress: @Sendable (Progress) -> Void = { _ in }) async throws -> CheckReport {
        var pictures = named()
        let examinations = examinations(of: pictures)
        try await examine(examinations) { examination, outcome in
            for (index, use) in examination.uses.enumerated() {
                switch outcome {
                case .success(let figures):
                    pictures[use.position].figures = figures[index]
                    let role = pictures[use.position].role
                    for finding in standard.findings(on: figures[index], as: role, gate: use.gate) {
                        pictures[use.position].add(finding)
                    }
                case .failure(let unreadable): pictures[use.position].add(unreadable.finding)
                }
            }
        } progress: {
            progress($0)
        }
        let counts = Dictionary(grouping: pictures.filter { $0.role == .source }, by: \.name).mapValues(\.count)
        let duplicates = DuplicateCheck(
            among: pictures, distance: standard.duplicateDistance, ownFaces: ownFaces(among: pictures))
        pictures = duplicates.pictures
        let rights = RightsAudit(of: collection.rights, for: pictures, models: parts.models, on: try date.day())
        for index in pictures.indices {
            let isOneOfSeveral = pictures[index].role == .source && counts[pictures[index].name, default: 0] > 1
            let naming = InputNaming.findings(
                on: pictures[index], pattern: standard.naming(of: pictures[index].role), isOneOfSeveral: isOneOfSeveral)
            for finding in rights.pictureFindings[index, default: []] + naming { pictures[index].add(finding) }
        }
        for index in unused(among: pictures) {
            pictures[index].add(CheckFinding(.note, .unused, "no work of the plan uses it."))
        }
        for index in pictures.indices { pictures[index].settle() }
        return CheckReport(
            title: collection.plan.title, pictures: pictures,
            findings: rights.findings + duplicates.findings + UnnamedPictures(collection).findings)
    }

    private var standard: InputStandard { collection.plan.standard }

    // MARK: - What is looked at

    /// Every picture of the plan, in each of its roles.
    private func named() -> [CheckedPicture] {
        let plan = collection.plan
        let pictures = { (role: CheckedPicture.Role, pictures: [PlanPicture]) in
            pictures.flatMap { picture in
                picture.files.map { CheckedPicture(role: role, name: picture.name, file: $0) }
            }
        }
        let references = plan.targets.compactMap { target in
            target.reference.map { CheckedPicture(role: .reference, name: target.name, file: $0) }
        }
        return pictures(.source, plan.sources) + pictures(.target, plan.targets) + references
    }

    /// One for each file, in the order in which the plan first names it.
    private func examinations(of pictures: [CheckedPicture]) -> [PictureExamination] {
        let (sources, targets) = (uses(of: \.source), uses(of: \.target))
        var examinations: [PictureExamination] = []
        var known: [URL: Int] = [:]
        for (position, picture) in pictures.enumerated() {
            let works = (picture.role == .source ? sources : targets)[picture.name]
            let recipe = works?.first ?? Recipe()
            let use = PictureExamination.Use(
                position: position, role: picture.role == .target ? .target : .source,
                selection: picture.role == .source ? recipe.sourceFace : picture.role == .target ? recipe.face : .best,
                order: recipe.faceOrder,
                gate: works?.map(\.nsfwThreshold).min() ?? ContentGate.defaultThreshold)
            let url = collection.url(of: picture.file).standardizedFileURL
            if let index = known[url] {
                examinations[index].uses.append(use)
            } else {
                known[url] = examinations.count
                examinations.append(PictureExamination(url: url, uses: [use]))
            }
        }
        return examinations
    }

    /// The recipes of the works that use each source or target: the first, and those with another gate.
    private func uses(of picture: KeyPath<PlannedWork, Int>) -> [String: [Recipe]] {
        let pictures = picture == \.source ? collection.plan.sources : collection.plan.targets
        var uses: [String: [Recipe]] = [:]
        for work in collection.works {
            let name = pictures[work[keyPath: picture]].name
            if uses[name]?.contains(where: { $0.nsfwThreshold <= work.recipe.nsfwThreshold }) != true {
                uses[name, default: []].append(work.recipe)
            }
        }
        return uses
    }

    // MARK: - Looking

    /// Why a picture has no figures.
    private struct Unreadable: Error {
        var finding: CheckFinding
    }

    /// A few at a time; those that are done are taken in their order.
    private func examine(
        _ examinations: [PictureExamination],
        take: (PictureExamination, Result<[PictureFigures], Unreadable>) -> Void, progress: (Progress) -> Void
    ) async throws {
        let (parts, copies) = (parts, copies)
        try await withThrowingTaskGroup(of: (Int, Result<[PictureFigures], Unreadable>).self) { group in
            var begun = 0
            func begin() {
                guard begun < examinations.count else { return }
                let (index, examination) = (begun, examinations[begun])
                begun += 1
                group.addTask(executorPreference: parts.executor) {
                    try Task.checkCancellation()
                    return (index, try Self.outcome(of: examination, with: parts, copies: copies))
                }
            }
            for _ in 0..<parts.concurrency { begin() }
            var done = 0
            while let (index, outcome) = try await group.next() {
                done += 1
                take(examinations[index], outcome)
                progress(Progress(done: done, total: examinations.count))
                begin()
            }
        }
    }

    private static func outcome(
        of examination: PictureExamination, with parts: CheckParts, copies: SmallCopies?
    ) throws -> Result<[PictureFigures], Unreadable> {
        let name = examination.url.lastPathComponent
        let unreadable = { (rule: CheckFinding.Rule, words: String) in
            let words = words.hasPrefix("\(name): ") ? String(words.dropFirst(name.count + 2)) : words
            return Result<[PictureFigures], Unreadable>.failure(
                Unreadable(finding: CheckFinding(.failure, rule, words)))
        }
        do {
            return .success(try examination.figures(with: parts, copies: copies))
        } catch RasterError.missing {
            return unreadable(.missing, "there is no such file. Put it there, or correct the path in the plan.")
        } catch let error as RasterError where error.isBadInput {
            return unreadable(.unreadable, error.description)
        } catch let error as DigestError {
            return unreadable(.unreadable, error.description)
        }
    }

    // MARK: - What only the plan tells

    /// Pictures that a work takes as its source and its target, by SHA-256, with the first such work.
    private func ownFaces(among pictures: [CheckedPicture]) -> [String: String] {
        var digests: [CheckedPicture.Role: [String: String]] = [:]
        for picture in pictures { digests[picture.role, default: [:]][picture.file] = picture.figures?.sha256 }
        var own: [String: String] = [:]
        for work in collection.works {
            guard let file = collection.plan.targets[work.target].files.first, let target = digests[.target]?[file]
            else { continue }
            let isOwn = collection.plan.sources[work.source].files.contains { digests[.source]?[$0] == target }
            if isOwn, own[target] == nil { own[target] = work.name }
        }
        return own
    }

    private func unused(among pictures: [CheckedPicture]) -> [Int] {
        let sources = Set(collection.works.map { collection.plan.sources[$0.source].name })
        let targets = Set(collection.works.map { collection.plan.targets[$0.target].name })
        return pictures.indices.filter {
            !(pictures[$0].role == .source ? sources : targets).contains(pictures[$0].name)
        }
    }
}

extension InputStandard {
    /// How file names of a role begin; nil for any name.
    func naming(of role: CheckedPicture.Role) -> String? {
        switch role {
        case .source: sourceNaming
        case .target: targetNaming
        case .reference: nil
        }
    }
}

extension CompositionDate {
    /// The day that it falls on, in UTC.
    /// - Throws: `WorkError.badEpoch` for moments after the year 9999.
    fileprivate func day() throws(WorkError) -> CalendarDay {
        guard let day = CalendarDay(inUTC: Date(timeIntervalSince1970: Double(seconds))) else {
            throw .badEpoch(text: "\(seconds)")
        }
        return day
    }
}
