import Raster

/// Brings a deep swapper's picture near the colours of the target's crop, the more the likelier their hues are alike.
///
/// FaceFusion carries the target's crop towards the swapped one at three ever finer scales and then mixes it in: what
/// is left of the target is its coarse colour. The steps are its; nothing is cut to 8 bits between them.
enum ColorMatch {
    /// - Parameters:
    ///   - swapped, target: sRGB code values 0 … 1, of one square size.
    static func matched(_ swapped: Raster, to target: Raster) -> Raster {
        let share = Float(HueHistogram.likeness(of: target, swapped))
        return swapped.combined(with: swapped.takingBroadColors(of: target)) { $0 * (1 - share) + $1 * share }
    }
}
