/// What a face editor changes, each −1…1; 0 leaves it. Values beyond count as the nearest end.
public struct FaceEdits: Sendable, Hashable, Codable {
    /// Down … up.
    public var eyebrowDirection: Float = 0
    /// Towards the picture's left … right.
    public var eyeGazeHorizontal: Float = 0
    /// Down … up.
    public var eyeGazeVertical: Float = 0
    /// Closed … wide open.
    public var eyeOpenRatio: Float = 0
    /// Closed … wide open.
    public var lipOpenRatio: Float = 0
    public var mouthGrim: Float = 0
    public var mouthPout: Float = 0
    public var mouthPurse: Float = 0
    public var mouthSmile: Float = 0
    public var mouthPositionHorizontal: Float = 0
    public var mouthPositionVertical: Float = 0
    /// 20 degrees each way, within what is drawn well.
    public var headPitch: Float = 0
    /// 60 degrees each way.
    public var headYaw: Float = 0
    /// 15 degrees each way.
    public var headRoll: Float = 0

    public init() {}

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case eyebrowDirection = "eyebrow_direction"
        case eyeGazeHorizontal = "eye_gaze_horizontal"
        case eyeGazeVertical = "eye_gaze_vertical"
        case eyeOpenRatio = "eye_open_ratio"
        case lipOpenRatio = "lip_open_ratio"
        case mouthGrim = "mouth_grim"
        case mouthPout = "mouth_pout"
        case mouthPurse = "mouth_purse"
        case mouthSmile = "mouth_smile"
        case mouthPositionHorizontal = "mouth_position_horizontal"
        case mouthPositionVertical = "mouth_position_vertical"
        case headPitch = "head_pitch"
        case headYaw = "head_yaw"
        case headRoll = "head_roll"

        var path: WritableKeyPath<FaceEdits, Float> {
            switch self {
            case .eyebrowDirection: \.eyebrowDirection
            case .eyeGazeHorizontal: \.eyeGazeHorizontal
            case .eyeGazeVertical: \.eyeGazeVertical
            case .eyeOpenRatio: \.eyeOpenRatio
            case .lipOpenRatio: \.lipOpenRatio
            case .mouthGrim: \.mouthGrim
            case .mouthPout: \.mouthPout
            case .mouthPurse: \.mouthPurse
            case .mouthSmile: \.mouthSmile
            case .mouthPositionHorizontal: \.mouthPositionHorizontal
            case .mouthPositionVertical: \.mouthPositionVertical
            case .headPitch: \.headPitch
            case .headYaw: \.headYaw
            case .headRoll: \.headRoll
            }
        }
    }

    /// Edits that are not named are 0.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        for key in CodingKeys.allCases {
            self[keyPath: key.path] = try container.decodeIfPresent(Float.self, forKey: key) ?? 0
        }
    }

    /// The recipe's keys of all edits.
    public static var names: [String] { CodingKeys.allCases.map(\.rawValue) }

    /// Sets the edit of a recipe's key.
    /// - Returns: false when there is none of that name.
    public mutating func set(_ name: String, to value: Float) -> Bool {
        guard let key = CodingKeys(rawValue: name) else { return false }
        self[keyPath: key.path] = value
        return true
    }

    /// The edits that are not 0, by their recipe keys.
    public var named: [String: Float] {
        Dictionary(uniqueKeysWithValues: CodingKeys.allCases.map { ($0.rawValue, self[keyPath: $0.path]) })
            .filter { $0.value != 0 }
    }
}
