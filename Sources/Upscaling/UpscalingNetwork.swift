import Inference

/// A super-resolution network and how it wants its pixels.
public struct UpscalingNetwork: Sendable {
    public var name: String
    /// The network compiled for tiles of this size (pixels across, down).
    public var compile: @Sendable (_ across: Int, _ down: Int) throws -> any Model
    /// How many times as wide and as high the result is.
    public var scale: Int
    /// What the sides of a tile must be multiples of: a window's size, or 1.
    public var multiple: Int
    /// Pixels of the picture that neighbouring tiles should share: what lies nearer to a tile's rim than half of that is
    /// not as it would be with more of the picture around it.
    public var overlap: Int
    /// The only side, in pixels, that a tile may have; nil for networks that take others. `multiple` is the same then.
    public var fixedSide: Int?
    /// The values for black and white.
    public var range: ClosedRange<Float>
    /// Whether the planes are in the order blue, green, red.
    public var isBGR: Bool
    /// Memory that a run takes for each pixel of its tile, measured.
    public var bytesPerPixel: Int

    public init(
        name: String, scale: Int, multiple: Int = 1, fixedSide: Int? = nil,
        overlap: Int = UpscalingNetwork.usualOverlap, range: ClosedRange<Float> = 0...1, isBGR: Bool = false,
        bytesPerPixel: Int, compile: @escaping @Sendable (_ across: Int, _ down: Int) throws -> any Model
    ) {
        self.name = name
        self.scale = scale
        self.multiple = fixedSide ?? multiple
        self.fixedSide = fixedSide
        self.overlap = overlap
        self.range = range
        self.isBGR = isBGR
        self.bytesPerPixel = bytesPerPixel
        self.compile = compile
    }

    /// For networks whose reach is not known.
    public static let usualOverlap = 64

    /// A model of the manifest.
    /// - Throws: `UpscalingError.noUpscaler`; `InferenceError` when its file is not there or not the right one.
    public init(
        named name: String, from store: ModelStore, engine: any Engine, options: ModelOptions = ModelOptions()
    ) throws {
        let entry = try store.entry(named: name)
        guard let traits = entry.upscaling else {
            throw UpscalingError.noUpscaler(model: entry.name, task: entry.task.rawValue)
        }
        let file = try store.file(for: entry.name)
        let input = entry.inputs.first
        let range = input?.range ?? [0, 1]
        self.init(
            name: entry.name, scale: traits.scale, multiple: traits.multiple, fixedSide: traits.fixedSide,
            overlap: traits.overlap ?? Self.usualOverlap, range: range[0]...range[1], isBGR: input?.colors == "BGR",
            bytesPerPixel: traits.bytesPerPixel
        ) { across, down in
            var options = options
            options.inputShapes = [input?.name ?? "input": [1, 3, down, across]]
            return try engine.load(file, options: options)
        }
    }
}
