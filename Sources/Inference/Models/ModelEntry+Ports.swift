extension ModelEntry {
    public struct Input: Sendable, Equatable {
        public var name: String
        /// −1 where any length goes; none for a single number.
        public var shape: [Int]
        /// The values for black and white, before what `crop` takes off.
        public var range: [Float]
        /// What is taken off afterwards, one value for each colour in the order of `colors`; nil where nothing is.
        public var mean: [Float]?
        /// `RGB` or `BGR`.
        public var colors: String
        /// What its values are, for people, where it takes no picture; `range` and `colors` say nothing then.
        public var holds: String?

        public init(
            name: String, shape: [Int], range: [Float] = [0, 1], mean: [Float]? = nil, colors: String = "RGB",
            holds: String? = nil
        ) {
            self.name = name
            self.shape = shape
            self.range = range
            self.mean = mean
            self.colors = colors
            self.holds = holds
        }
    }

    public struct Output: Sendable, Codable, Equatable {
        public var name: String
        public var shape: [Int]
        /// What the values are, for people.
        public var holds: String

        public init(name: String, shape: [Int], holds: String) {
            self.name = name
            self.shape = shape
            self.holds = holds
        }
    }
}

extension ModelEntry.Input: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, shape, range, mean, colors, holds
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let holds = try container.decodeIfPresent(String.self, forKey: .holds)
        self.init(
            name: try container.decode(String.self, forKey: .name),
            shape: try container.decode([Int].self, forKey: .shape), holds: holds)
        // A picture has to say how it is fed.
        guard holds == nil else { return }
        range = try container.decode([Float].self, forKey: .range)
        mean = try container.decodeIfPresent([Float].self, forKey: .mean)
        colors = try container.decode(String.self, forKey: .colors)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(shape, forKey: .shape)
        try container.encodeIfPresent(holds, forKey: .holds)
        guard holds == nil else { return }
        try container.encode(range, forKey: .range)
        try container.encodeIfPresent(mean, forKey: .mean)
        try container.encode(colors, forKey: .colors)
    }
}
