import Compositing
import Faces
import Raster

/// Faces by the look of their skin, brows and features, laid flat: our own measure, for which the bundled networks suffice.
///
/// Each face is unwrapped into the canonical face, where pose and size are gone. Of the logarithms of its lightness and of
/// its colours' ratios only what is finer than light and broader than noise is kept, and brought to one strength; that is
/// correlated where both photographs show the face. A work's face correlates with its source's as no other person's does.
/// `docs/collections.md` says how well, and what it cannot tell.
package struct AtlasMeasure: IdentityMeasure {
    private struct Known: KnownFace {
        var appearance: FaceAppearance

        func similarity(to face: SeenFace) -> Double { appearance.correlation(with: face.appearance) }
    }

    package let name = "atlas"
    /// Of two people 0.1 to 0.35, of works and their sources 0.35 to 0.8, on renders: below this a face is hardly the source's.
    package let floor = 0.25
    package let uncertainty = 0.03

    package init() {}

    package func known(_ faces: [SourceFace]) throws -> any KnownFace {
        Known(appearance: try FaceAppearance(of: faces))
    }
}
