import Collections
import Foundation
import Testing

@Suite struct GalleryScaleTests {
    @Test("ten thousand works without pictures are written in seconds")
    func many() async throws {
        let many = try ManyWorks(10_000)
        var gallery = Gallery(of: many.collection)
        gallery.pictures = .none
        let start = ContinuousClock.now
        let report = try await gallery.write(to: many.folder.appending(path: "gallery"))
        let taken = ContinuousClock.now - start
        #expect(report.works == 10_000 && report.built == 10_000)
        // The bar is 2 s on a quiet machine; tests share theirs.
        #expect(taken < .seconds(8), "\(taken)")
    }
}
