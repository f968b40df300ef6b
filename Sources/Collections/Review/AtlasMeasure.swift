import Compositing
import Faces
import Raster

/// Faces by the look of their skin, brows and features, laid flat: our own measure, for which the bundled networks suffice.
///
/// Each face is unwrapped into the canonical face, where pose and size are gone; the logarithm of its luminance loses all
/// that is as broad as light and as fine as noise; what is left is correlated where both photographs show the face. The
/// finished face of a work correlates with its source as no other person's does. `docs/collections.md` says how well, and
/// what it cannot tell.
struct AtlasMeasure: IdentityMeasure {
    private struct Known: KnownFace {
        var appearance: FaceAppearance

        func similarity(to face: SourceFace) throws -> Double {
            appearance.correlation(with: try FaceAppearance(of: [face]))
        }
    }

    let name = "atlas"
    let floor = 0.3
    let uncertainty = 0.03

    func known(_ faces: [SourceFace]) throws -> any KnownFace {
        Known(appearance: try FaceAppearance(of: faces))
    }
}
