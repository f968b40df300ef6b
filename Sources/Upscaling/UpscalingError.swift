/// What stops an enlargement.
public enum UpscalingError: Error, Sendable, Equatable {
    /// The model is for another task.
    case noUpscaler(model: String, task: String)
    /// A run gave something else than an enlarged tile.
    case wrongOutput(model: String, expected: [Int], found: [Int])
    /// The tile is smaller than its overlaps.
    case tileTooSmall(tile: Int, least: Int)
    /// The faces' network enlarges by another factor than that of the rest.
    case otherScale(model: String, scale: Int, expected: Int)
}

extension UpscalingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noUpscaler(let model, let task):
            "\(model) is a model for \(task), not for upscaling. See: likeness models list."
        case .wrongOutput(let model, let expected, let found):
            "\(model) gave a tile of shape \(found) where \(expected) was expected. Check the scale of its entry."
        case .tileTooSmall(let tile, let least):
            "tile_size: \(tile) leaves nothing between the overlaps. Give at least \(least), or a smaller tile_overlap."
        case .otherScale(let model, let scale, let expected):
            "\(model) enlarges \(scale) times, the model of the rest \(expected) times. Give two models of one factor."
        }
    }
}
