import Raster

/// A source as a recogniser is to see it, and what was measured of it.
public struct RestoredSource: Sendable {
    /// 16 bits; outside of the face's surroundings every code is the source's (times 257 where that has 8 bits). Nil
    /// when the source serves as it is.
    public var photograph: Photograph?
    /// `noise` and what is done about it; a work's record keeps it.
    public var figures: StepFigures

    public init(photograph: Photograph?, figures: StepFigures) {
        self.photograph = photograph
        self.figures = figures
    }
}
