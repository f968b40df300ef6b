import Raster

/// How well a face serves, and what speaks against it.
public struct FaceFitness: Sendable, Hashable, Codable {
    public enum Role: String, Sendable, Codable, CaseIterable {
        /// Lends the identity: its skin and features must be seen well.
        case source
        /// Receives it: its place and pose must be certain.
        case target
    }

    public enum Verdict: String, Sendable, Codable, CaseIterable {
        case good, usable, poor
    }

    public enum Concern: String, Sendable, Codable, CaseIterable {
        /// Too few pixels for the detail that a print shows.
        case small
        case blurred
        /// Turned far to a side: the far cheek is hidden.
        case turned
        /// Looking far up or down.
        case tilted
        case dark
        case bright
        /// Parts are plain black or white.
        case clipped
        /// The picture's border cuts the face.
        case cutByBorder = "cut_by_border"
    }

    public struct Reason: Sendable, Hashable, Codable {
        public var concern: Concern
        /// Whether it alone makes the face poor.
        public var isSevere: Bool

        public init(concern: Concern, isSevere: Bool) {
            self.concern = concern
            self.isSevere = isSevere
        }
    }

    public var role: Role
    public var reasons: [Reason]

    public init(role: Role, reasons: [Reason]) {
        self.role = role
        self.reasons = reasons
    }

    /// `good` without a reason, `poor` with a severe one or three, else `usable`.
    public var verdict: Verdict {
        if reasons.isEmpty { return .good }
        return reasons.contains(where: \.isSevere) || reasons.count > 2 ? .poor : .usable
    }
}

extension FaceFitness {
    /// Where a figure becomes a concern, and where a severe one.
    fileprivate struct Limits {
        var concern: Float
        var severe: Float
    }

    private static func width(for role: Role) -> Limits {
        role == .source ? Limits(concern: 300, severe: 120) : Limits(concern: 120, severe: 48)
    }
    private static func yaw(for role: Role) -> Limits {
        role == .source ? Limits(concern: 30, severe: 50) : Limits(concern: 40, severe: 60)
    }
    private static let pitch = Limits(concern: 25, severe: 40)
    private static let sharpness = Limits(concern: 0.4, severe: 0.2)
    private static let darkness = Limits(concern: 0.18, severe: 0.08)
    private static let brightness = Limits(concern: 0.85, severe: 0.95)
    private static let clipped = Limits(concern: 0.02, severe: 0.15)
    /// Share of the box beyond the border.
    private static let cut = Limits(concern: 0.02, severe: 0.15)

    /// Judges `face`, found in a photograph of `size` pixels.
    public init(of face: Face, as role: Role, in size: PixelSize) {
        let visible = Box(x: 0, y: 0, width: Float(size.width), height: Float(size.height))
        let across = min(face.box.x + face.box.width, visible.width) - max(face.box.x, 0)
        let down = min(face.box.y + face.box.height, visible.height) - max(face.box.y, 0)
        let hidden = 1 - max(0, across) * max(0, down) / max(1, face.box.area)
        let figures: [(concern: Concern, figure: Float, limits: Limits)] = [
            (.small, -min(face.box.width, face.box.height), Self.width(for: role).below),
            (.blurred, -face.quality.sharpness, Self.sharpness.below),
            (.turned, abs(face.pose.yaw), Self.yaw(for: role)),
            (.tilted, abs(face.pose.pitch), Self.pitch),
            (.dark, -face.quality.exposure, Self.darkness.below),
            (.bright, face.quality.exposure, Self.brightness),
            (.clipped, face.quality.clipped, Self.clipped),
            (.cutByBorder, hidden, Self.cut),
        ]
        let reasons = figures.filter { $0.figure > $0.limits.concern }.map {
            Reason(concern: $0.concern, isSevere: $0.figure > $0.limits.severe)
        }
        self.init(role: role, reasons: reasons)
    }
}

extension FaceFitness.Limits {
    /// For figures that must not fall below: compare their negatives.
    fileprivate var below: Self { Self(concern: -concern, severe: -severe) }
}

extension Face {
    /// How well this face serves as source or target of a swap in a photograph of `size` pixels.
    public func fitness(as role: FaceFitness.Role, in size: PixelSize) -> FaceFitness {
        FaceFitness(of: self, as: role, in: size)
    }
}
