/// What a check of this machine has found about one thing: a library, an engine, a model.
public struct Finding: Sendable, Equatable, Codable {
    public enum State: String, Sendable, Codable {
        case ok
        /// Not there, and not needed for the default work.
        case absent
        /// Not there, but needed.
        case missing
        /// There, but not usable.
        case wrong
    }

    /// `OpenVINO`, `blazeface_short_range`, `libvips`, ….
    public var name: String
    public var state: State
    /// Empty where there is none to tell.
    public var version: String
    /// Device, licence, place, ….
    public var detail: String
    /// What to do about it; nil when all is well.
    public var remedy: String?

    public init(name: String, state: State, version: String = "", detail: String, remedy: String? = nil) {
        self.name = name
        self.state = state
        self.version = version
        self.detail = detail
        self.remedy = remedy
    }
}
