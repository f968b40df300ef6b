import Raster

/// How a picture is cut: which part, and how much is left around the face.
///
/// ```swift
/// let rules = FramingRules(crop: .ratio(width: 4, height: 5))
/// let result = try rules.frame(photograph.size, faces: faces.map(\.box), main: faces.first?.box)
/// let crop = photograph.cropped(to: result.box)
/// ```
/// Pure: equal sizes and boxes give equal crops. A crop is of whole pixels, inside the picture, and never enlarged.
public struct FramingRules: Sendable, Hashable {
    public var crop: Crop
    /// Share of the crop's width and height, centred, in which the main face should lie: 0.3…1. What marketplaces
    /// show of a picture everywhere, whatever their thumbnails cut.
    public var safeArea: Float
    /// What `subject` leaves free left and right of the main head and below its chin, in heights of the face's box:
    /// 0…4.
    public var breathingRoom: Float
    /// Share of the crop's height that `subject` and ratios leave free above the main head: 0…0.5.
    public var headRoom: Float

    public static let safeAreas: ClosedRange<Float> = 0.3...1
    public static let breathingRooms: ClosedRange<Float> = 0...4
    public static let headRooms: ClosedRange<Float> = 0...0.5

    /// A main face with a shorter side below this many pixels gets a warning; `FaceFitness` begins to doubt targets
    /// there, too.
    public static let smallestFace: Float = 120

    public init(crop: Crop = .none, safeArea: Float = 0.6, breathingRoom: Float = 0.5, headRoom: Float = 0.08) {
        self.crop = crop
        self.safeArea = safeArea
        self.breathingRoom = breathingRoom
        self.headRoom = headRoom
    }

    /// The crop of a picture of `size` pixels, at least 1 × 1.
    ///
    /// - `none` keeps the picture.
    /// - `subject` is the tightest crop of the picture's proportions that holds the main head with its room and the
    ///   heads of the other faces, with the main face inside the safe area. Where the picture has no pixels for all of
    ///   it, the room beyond its borders goes first, then the head room, then breathing room on the other side, and
    ///   the safe area last.
    /// - A ratio is the largest crop of that ratio, moved from the picture's middle no further than the main face
    ///   needs to come into the safe area; then its head, the head room and the other faces are looked after.
    /// - A box is taken as it is.
    /// - Parameters:
    ///   - faces: boxes of the faces that matter, in pixels; the main one may be among them.
    ///   - main: the face that must be seen; nil takes the first of `faces`.
    /// - Throws: `FramingError` when a rule is out of range, the box does not lie inside the picture, or `subject` has
    ///   no face.
    public func frame(_ size: PixelSize, faces: [Box], main: Box?) throws(FramingError) -> FramingResult {
        precondition(size.width > 0 && size.height > 0, "a picture has pixels")
        try check(size)
        let scene = FramingScene(size: size, faces: faces, main: main, rules: self)
        let box: PixelBox
        switch crop {
        case .none: box = PixelBox(size)
        case .box(let given): box = given
        case .ratio(let width, let height):
            box = scene.largest(PixelSize(width: width, height: height).fitted(into: size))
        case .subject:
            guard let tightest = scene.tightest() else { throw .noSubject }
            box = tightest
        }
        return FramingResult(
            box: box, warnings: FramingJudgement(scene: scene, box: box).warnings, figures: scene.figures(of: box))
    }

    /// The centred area of `box` in which the main face should lie, in pixels.
    public func safeArea(of box: PixelBox) -> Box {
        let (width, height) = (Float(box.width) * safeArea, Float(box.height) * safeArea)
        return Box(
            x: Float(box.x) + (Float(box.width) - width) / 2, y: Float(box.y) + (Float(box.height) - height) / 2,
            width: width, height: height)
    }

    private func check(_ size: PixelSize) throws(FramingError) {
        for (field, value, range) in [
            ("safe_area", safeArea, Self.safeAreas), ("breathing_room", breathingRoom, Self.breathingRooms),
            ("head_room", headRoom, Self.headRooms),
        ] where !range.contains(value) {
            throw .outOfRange(field: field, value: value, range: range)
        }
        switch crop {
        case .none, .subject: break
        case .ratio(let width, let height):
            guard Crop.ratioSides.contains(width), Crop.ratioSides.contains(height) else {
                throw .badRatio(width: width, height: height)
            }
        case .box(let box):
            // Compared by differences, which no number overflows.
            guard box.width > 0, box.height > 0, (0..<size.width).contains(box.x), (0..<size.height).contains(box.y),
                box.width <= size.width - box.x, box.height <= size.height - box.y
            else { throw .boxOutside(box: box, size: size) }
        }
    }
}

/// What `FramingRules` decided.
public struct FramingResult: Sendable, Hashable {
    /// What is kept, in pixels of the picture.
    public var box: PixelBox
    /// What a person should know, in sentences without a full stop.
    public var warnings: [String]
    /// `x`, `y`, `width`, `height` of the box in pixels; with a main face also `face_offset_x` and `face_offset_y`,
    /// from the crop's centre to the face's as shares of the crop's width and height, positive to the right and down.
    public var figures: [String: Double]

    public init(box: PixelBox, warnings: [String] = [], figures: [String: Double] = [:]) {
        self.box = box
        self.warnings = warnings
        self.figures = figures
    }
}

/// Why a picture cannot be cut as asked.
public enum FramingError: Error, Sendable, Hashable {
    /// `subject` without a face.
    case noSubject
    case boxOutside(box: PixelBox, size: PixelSize)
    case badRatio(width: Int, height: Int)
    /// `field` is the recipe's key.
    case outOfRange(field: String, value: Float, range: ClosedRange<Float>)
}

extension FramingError: WorkFailure {
    public var isBadInput: Bool { true }

    /// `key: what is wrong. What to do.`
    public var description: String {
        switch self {
        case .noSubject:
            "crop: subject needs a face, and the picture shows none. "
                + "Give another picture, or none, a ratio like \"4:5\" or a box."
        case .boxOutside(let box, let size):
            "crop: the box \(Crop.box(box)) does not lie inside the picture of \(size). "
                + "Give x and y from 0, x + width up to \(size.width) and y + height up to \(size.height)."
        case .badRatio(let width, let height):
            "crop: found the ratio \(width):\(height). Give two whole numbers from 1 to 100."
        case .outOfRange(let field, let value, let range):
            "\(field): found \(value). Give a number from \(range.lowerBound) to \(range.upperBound)."
        }
    }
}
