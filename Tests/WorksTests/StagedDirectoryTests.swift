import Foundation
import Testing
import Works

@Suite("Staged directory")
struct StagedDirectoryTests {
    /// A folder of one test's own, removed with it.
    final class Folder: Sendable {
        let url = FileManager.default.temporaryDirectory.appending(path: "staged-\(UUID().uuidString)")

        init() throws {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(at: url) }

        var entries: [String] { (try? FileManager.default.contentsOfDirectory(atPath: url.path).sorted()) ?? [] }
    }

    @Test("nothing stands under the name before the commit, everything after it")
    func appearsAtOnce() throws {
        let folder = try Folder()
        let out = folder.url.appending(path: "work")
        let staged = try StagedDirectory(for: out, replacing: .nothing)
        try Data("{}".utf8).write(to: staged.url.appending(path: "work.json"))
        #expect(!FileManager.default.fileExists(atPath: out.path))
        try staged.commit()
        #expect(folder.entries == ["work"])
        #expect(FileManager.default.contents(atPath: out.appending(path: "work.json").path) == Data("{}".utf8))
    }

    @Test("what is given up leaves nothing, and cannot be committed")
    func leavesNothing() throws {
        let folder = try Folder()
        let staged = try StagedDirectory(for: folder.url.appending(path: "work"), replacing: .nothing)
        try Data(count: 100).write(to: staged.url.appending(path: "master.tif"))
        staged.abandon()
        #expect(folder.entries.isEmpty)
        #expect(throws: WorkError.self) { try staged.commit() }
        #expect(folder.entries.isEmpty)
    }

    @Test("folders that were made for what is given up go with it, unless something else stands in them")
    func leavesNoParents() throws {
        let folder = try Folder()
        let out = folder.url.appending(path: "new/such/work")
        let alone = try StagedDirectory(for: out, replacing: .nothing)
        #expect(folder.entries == ["new"])
        alone.abandon()
        #expect(folder.entries.isEmpty)

        let first = try StagedDirectory(for: out, replacing: .nothing)
        let second = try StagedDirectory(for: folder.url.appending(path: "new/other"), replacing: .nothing)
        first.abandon()
        try second.commit()
        let new = folder.url.appending(path: "new")
        #expect(try FileManager.default.contentsOfDirectory(atPath: new.path) == ["other"])

        try StagedDirectory(for: out, replacing: .nothing).commit()
        #expect(FileManager.default.fileExists(atPath: out.path))
    }

    @Test("a folder that stood there before stays, empty as it was")
    func keepsParents() throws {
        let folder = try Folder()
        let old = folder.url.appending(path: "old")
        try FileManager.default.createDirectory(at: old, withIntermediateDirectories: true)
        try StagedDirectory(for: old.appending(path: "new/work"), replacing: .nothing).abandon()
        #expect(folder.entries == ["old"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: old.path).isEmpty)
    }

    @Test("a parent that another run takes away meanwhile is made anew")
    func parentsComeAndGo() async throws {
        let folder = try Folder()
        let works = folder.url.appending(path: "works")
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<64 {
                group.addTask {
                    let work = works.appending(path: "\(number)")
                    guard let staged = try? StagedDirectory(for: work, replacing: .nothing) else { return false }
                    staged.abandon()
                    return true
                }
            }
            for await isStaged in group { #expect(isStaged) }
        }
        #expect(folder.entries.isEmpty)
    }

    @Test("a directory that is let go of is removed")
    func removedWithItsOwner() throws {
        let folder = try Folder()
        do {
            let staged = try StagedDirectory(for: folder.url.appending(path: "work"), replacing: .nothing)
            #expect(folder.entries.count == 1)
            withExtendedLifetime(staged) {}
        }
        #expect(folder.entries.isEmpty)
    }

    @Test("what a killed run left is removed by the next; what a living one writes is not")
    func removesStale() throws {
        let folder = try Folder()
        let stale = folder.url.appending(path: ".work.likeness-abc123")
        try FileManager.default.createDirectory(at: stale, withIntermediateDirectories: true)
        try Data(count: 9).write(to: stale.appending(path: "master.tif"))
        let other = folder.url.appending(path: ".workshop.likeness-abc123")
        try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
        let first = try StagedDirectory(for: folder.url.appending(path: "work"), replacing: .nothing)
        let second = try StagedDirectory(for: folder.url.appending(path: "work"), replacing: .nothing)
        let names = [first.url.lastPathComponent, second.url.lastPathComponent, other.lastPathComponent]
        #expect(folder.entries == names.sorted())
    }

    @Test("only nothing, an empty folder or, when asked, a work is replaced")
    func replaces() throws {
        let folder = try Folder()
        let out = folder.url.appending(path: "work")
        let manager = FileManager.default

        try Data().write(to: out)
        #expect(throws: WorkError.outputIsFile(name: "work")) { try StagedDirectory(for: out, replacing: .work) }
        try manager.removeItem(at: out)

        try manager.createDirectory(at: out, withIntermediateDirectories: true)
        try StagedDirectory(for: out, replacing: .nothing).commit()

        try Data("mine".utf8).write(to: out.appending(path: "letter.txt"))
        #expect(throws: WorkError.outputIsNoWork(name: "work")) { try StagedDirectory(for: out, replacing: .work) }

        try Data("{}".utf8).write(to: out.appending(path: "work.json"))
        #expect(throws: WorkError.outputExists(name: "work")) { try StagedDirectory(for: out, replacing: .nothing) }

        let staged = try StagedDirectory(for: out, replacing: .work)
        try Data("new".utf8).write(to: staged.url.appending(path: "work.json"))
        try staged.commit()
        #expect(folder.entries == ["work"])
        #expect(try manager.contentsOfDirectory(atPath: out.path) == ["work.json"])
    }

    @Test("a destination that was taken meanwhile is not touched")
    func destinationTaken() throws {
        let folder = try Folder()
        let out = folder.url.appending(path: "work")
        let staged = try StagedDirectory(for: out, replacing: .nothing)
        try FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: out.appending(path: "letter.txt"))
        #expect(throws: WorkError.outputIsNoWork(name: "work")) { try staged.commit() }
        staged.abandon()
        #expect(folder.entries == ["work"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: out.path) == ["letter.txt"])
    }
}
