import Compositing
import Faces
import Foundation
import Raster
import Synchronization
import Works

/// The faces of sources, each looked at once while its works are.
///
/// Blocks while a source is looked at: works come in the order of their sources, so who asks meanwhile mostly asks for the
/// same.
final class SourceShelf: Sendable {
    private struct Place {
        var source: Int
        var selection: FaceSelection
        var order: FaceOrder?
        var known: Result<any KnownFace, any Error>
    }

    /// Works that are looked at together have at most so many sources.
    private static let most = 4

    private let collection: PlannedCollection
    private let finder: any FaceFinder
    private let measure: any IdentityMeasure
    private let places = Mutex<[Place]>([])

    init(_ collection: PlannedCollection, finder: any FaceFinder, measure: any IdentityMeasure) {
        self.collection = collection
        self.finder = finder
        self.measure = measure
    }

    /// The person whose face a work is to have.
    /// - Throws: `RasterError`, `WorkError.noFace`; what the finder and the measure throw.
    func known(for work: PlannedWork) throws -> any KnownFace {
        let (selection, order) = (work.recipe.sourceFace, work.recipe.faceOrder)
        return try places.withLock { places in
            if let place = places.first(where: {
                $0.source == work.source && $0.selection == selection && $0.order == order
            }) {
                return try place.known.get()
            }
            let known = Result { try look(at: collection.sources(of: work), selection, order) }
            places.append(Place(source: work.source, selection: selection, order: order, known: known))
            if places.count > Self.most { places.removeFirst() }
            return try known.get()
        }
    }

    private func look(at files: [URL], _ selection: FaceSelection, _ order: FaceOrder?) throws -> any KnownFace {
        let faces = try files.flatMap { file in
            let photograph = try Photograph.open(file)
            let faces = try finder.analyse(photograph)
            let chosen = selection.choose(faces, order: order)
            guard !chosen.isEmpty else { throw WorkError.noFace(file: file.lastPathComponent) }
            return chosen.map { SourceFace(photograph: photograph, face: faces[$0]) }
        }
        return try measure.known(faces)
    }
}
