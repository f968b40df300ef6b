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
    /// Of two people up to 0.34, of works and their sources from 0.33 on, on renders: see `docs/collections.md`.
    package let floor = 0.28
    package let uncertainty = 0.03

    package init() {}

    package func known(_ faces: [SourceFace]) throws -> any KnownFace {
        Known(appearance: try FaceAppearance(of: faces))
    }
}
