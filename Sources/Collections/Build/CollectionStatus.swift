import Foundation
import Inference
import Provenance
import Works

/// How a collection stands: what is there, what is being made, what failed, and when it will be done.
public struct CollectionStatus: Sendable, Equatable, Codable {
    public enum State: String, Sendable, Codable, CodingKeyRepresentable, CaseIterable {
        /// There, made from what the plan says.
        case done
        /// There, but the plan, an input or a model says something else now.
        case outdated
        /// Being made by a build that lives.
        case running
        case failed
        /// Not there.
        case waiting
    }

    public struct Running: Sendable, Equatable, Codable {
        public var number: Int
        public var name: String
        public var owner: String
        public var seconds: Double
    }

    public struct Failure: Sendable, Equatable, Codable {
        public var number: Int
        public var name: String
        public var attempts: Int
        public var reason: String
    }

    public var title: String
    public var planned: Int
    /// How many works are in each state.
    public var states: [State: Int]
    public var running: [Running]
    public var failures: [Failure]
    /// Folders in the output that no planned work has.
    public var unplanned: [String]
    /// Of the works that are there.
    public var bytes: Int
    /// Seconds that a work took, half of them less.
    public var medianSeconds: Double?
    /// Over the last hour of building.
    public var worksPerHour: Double?
    /// Until the rest is made, while a build goes on.
    public var remainingSeconds: Double?

    public var isComplete: Bool { states[.done] == planned }
    public var isBeingBuilt: Bool { !running.isEmpty || remainingSeconds != nil }

    private enum CodingKeys: String, CodingKey {
        case title, planned, states, running, failures, unplanned, bytes, medianSeconds, worksPerHour, remainingSeconds
    }
}

extension CollectionStatus {
    /// Looks at the ledgers, at the output folder and, to tell what is outdated, at the inputs' sizes and times.
    /// - Parameter keys: nil when it cannot be told what is outdated, such as without models.
    /// - Throws: `CollectionError.ledger`.
    package init(of collection: PlannedCollection, keys: CollectionKeys?, now: Date) throws(CollectionError) {
        let ledgers = try CollectionLedgers(of: collection)
        title = collection.plan.title
        planned = collection.works.count
        states = Dictionary(uniqueKeysWithValues: State.allCases.map { ($0, 0) })
        (running, failures, bytes) = ([], [], 0)
        let folders = Set(
            ((try? FileManager.default.contentsOfDirectory(atPath: collection.output.path)) ?? [])
                .filter { !$0.hasPrefix(".") })
        unplanned = folders.subtracting(collection.works.map(\.name)).sorted()
        var seconds: [Double] = []
        let output = collection.output.path
        for work in collection.works {
            let entry = ledgers.entries[work.number]
            // A store's works are not in the folder; then the ledger's word counts.
            let files = ledgers.files[work.number] ?? []
            let isThere =
                collection.plan.storage != nil
                || folders.contains(work.name) && files.allSatisfy { $0.isThere(in: output + "/" + work.name) }
            let state = Self.state(
                of: work, entry, isThere: isThere, isBuilding: !ledgers.builds.isEmpty,
                key: { try? keys?.key(of: work) })
            states[state, default: 0] += 1
            guard let entry else { continue }
            switch state {
            case .done, .outdated:
                bytes += files.map(\.bytes).reduce(0, +)
                if let time = entry.seconds { seconds.append(time) }
            case .running:
                running.append(
                    Running(
                        number: work.number, name: work.name, owner: entry.owner ?? "",
                        seconds: entry.started.map { now.timeIntervalSince($0) } ?? 0))
            case .failed:
                failures.append(
                    Failure(
                        number: work.number, name: work.name, attempts: entry.attempts, reason: entry.error ?? ""))
            case .waiting: break
            }
        }
        medianSeconds = seconds.isEmpty ? nil : seconds.sorted()[seconds.count / 2]
        worksPerHour = Self.rate(ledgers.finishes)
        let open = planned - (states[.done] ?? 0) - (states[.failed] ?? 0)
        remainingSeconds =
            ledgers.builds.isEmpty ? nil : worksPerHour.map { Double(open) / $0 * 3600 }
    }

    /// - Parameter installation: where models are looked for; without those that a recipe names nothing counts as
    ///   outdated.
    /// - Throws: `CollectionError.ledger`.
    public static func now(
        of collection: PlannedCollection, installation: Installation = .current
    ) throws -> CollectionStatus {
        var known: [String: KnownDigest] = [:]
        for name in (try? FileManager.default.contentsOfDirectory(atPath: collection.ledgers.path)) ?? []
        where name.hasSuffix(".sqlite") {
            let ledger = try Ledger(reading: collection.ledgers.appending(path: name))
            known.merge(try ledger.knownDigests()) { first, _ in first }
        }
        let keys = try? CollectionKeys(
            collection, digests: InputDigests(folder: collection.folder, known: known), keys: WorkKeys(),
            missingModels: .useDefaults, installation: installation)
        return try CollectionStatus(of: collection, keys: keys, now: Date())
    }

    private static func state(
        of work: PlannedWork, _ entry: LedgerEntry?, isThere: Bool, isBuilding: Bool, key: () -> WorkKey?
    ) -> State {
        guard let entry else { return .waiting }
        switch entry.state {
        case .done where isThere:
            guard let key = key() else { return .done }
            return key == entry.key ? .done : .outdated
        case .running where isBuilding: return .running
        case .failed: return .failed
        case .done, .running, .waiting: return .waiting
        }
    }

    /// Works an hour from the moments of their finishes; two at least.
    private static func rate(_ finishes: [Double]) -> Double? {
        guard let first = finishes.first, let last = finishes.last, finishes.count > 1, last > first else { return nil }
        return Double(finishes.count - 1) / (last - first) * 3600
    }
}
