/// What a neural swapper is told beside the compositing settings. Names, ranges and defaults are FaceFusion's.
public struct NeuralSettings: Sendable, Hashable {
    /// Border of the box mask, per cent of the crop's side.
    public struct Padding: Sendable, Hashable {
        public var top, right, bottom, left: Float

        public init(top: Float = 0, right: Float = 0, bottom: Float = 0, left: Float = 0) {
            (self.top, self.right, self.bottom, self.left) = (top, right, bottom, left)
        }

        public init(all: Float) { self.init(top: all, right: all, bottom: all, left: all) }
    }

    /// Side of the crop in pixels, a multiple of the network's side, at most 1024; nil for the network's own. The
    /// deep swapper knows its own side only.
    public var pixelBoost: Int?
    /// 0 (much of the target's identity is mixed in) … 1 (it is taken off); 0.5 leaves the source as it is.
    public var weight: Float
    /// Of deep swappers that can: 0 (the target's features) … 1 (the identity's).
    public var morph: Float
    /// What limits the swapped part of the crop; where several do, the least counts.
    public var masks: Set<MaskKind>
    /// For the mask `area`.
    public var areas: Set<MaskArea>
    /// For the mask `region`.
    public var regions: Set<MaskRegion>
    /// For the mask `box`.
    public var padding: Padding
    /// For the mask `box`: 0 … 1, the share of half the crop over which it fades.
    public var blur: Float

    public init(
        pixelBoost: Int? = nil, weight: Float = 0.5, morph: Float = 1, masks: Set<MaskKind> = [.box],
        areas: Set<MaskArea> = Set(MaskArea.allCases), regions: Set<MaskRegion> = Set(MaskRegion.allCases),
        padding: Padding = Padding(), blur: Float = 0.3
    ) {
        self.pixelBoost = pixelBoost
        self.weight = weight
        self.morph = morph
        self.masks = masks
        self.areas = areas
        self.regions = regions
        self.padding = padding
        self.blur = blur
    }
}

extension NeuralSettings {
    /// With the border and the blur of the box mask that a recipe's words ask for: per cent of the crop as FaceFusion
    /// counts them, or pixels of the picture.
    /// - Parameters:
    ///   - scale: pixels of the crop to one of the picture.
    ///   - side: of the crop.
    func masked(
        padding: CompositingSettings.Length?, blur: CompositingSettings.Length?, scale: Float, side: Int
    ) -> NeuralSettings {
        var settings = self
        switch padding {
        case nil: break
        case .faceWidths(let share): settings.padding = Padding(all: share * 100)
        case .pixels(let pixels): settings.padding = Padding(all: pixels * scale * 100 / Float(side))
        }
        switch blur {
        case nil: break
        case .faceWidths(let share): settings.blur = share
        case .pixels(let pixels): settings.blur = min(1, pixels * scale * 2 / Float(side))
        }
        return settings
    }
}

extension Float {
    /// The double that is written like this number: 0.7, not 0.699999988. FaceFusion cuts products of such numbers to
    /// whole pixels, where the difference may be one.
    var asWritten: Double { Double(description) ?? Double(self) }
}
