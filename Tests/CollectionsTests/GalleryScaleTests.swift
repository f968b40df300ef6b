import Collections
import Foundation
import Testing

@Suite struct GalleryScaleTests {
    @Test("ten thousand works without pictures are written, each with its place")
    func many() async throws {
        let many = try ManyWorks(10_000)
        var gallery = Gallery(of: many.collection)
        gallery.pictures = .none
        let report = try await gallery.write(to: many.folder.appending(path: "gallery"))
        #expect(report.works == 10_000 && report.built == 10_000)
    }
}
