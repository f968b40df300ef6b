import Raster

/// What a person should know of a crop.
struct FramingJudgement {
    let scene: FramingScene
    let box: PixelBox

    /// What an estimated head may reach beyond a crop before that is worth a word, in heights of the face's box.
    private static let tolerance = 0.05

    private enum Side: String, CaseIterable {
        case left, right, top, bottom
    }

    var warnings: [String] {
        guard let face = scene.face, let head = scene.head else {
            if case .ratio = scene.rules.crop { return ["no face to look after: the crop is taken from the middle"] }
            return []
        }
        let place = self.place(of: face)
        switch scene.rules.crop {
        case .none: return place
        case .box: return place + cuts(of: head, face) + otherCuts + smallness(of: face)
        case .ratio: return place + cuts(of: head, face) + headRoom(above: head) + otherCuts + smallness(of: face)
        case .subject:
            return place + cuts(of: head, face) + headRoom(above: head) + breathing(around: head, face) + otherCuts
                + smallness(of: face)
        }
    }

    private var picture: Extent { Extent(PixelBox(scene.size)) }
    private var crop: Extent { Extent(box) }

    /// The face outside the safe area, and why it is.
    private func place(of face: Extent) -> [String] {
        let area = Extent(scene.rules.safeArea(of: box))
        // The area's sides are rounded to the precision of a float.
        let beyond = excess(of: face, over: area).filter { $0.pixels > 0.01 }
        guard !beyond.isEmpty else { return [] }
        let sides = beyond.map { "\(whole($0.pixels)) px on the \($0.side)" }.joined(separator: ", ")
        let share = Self.percent(Double(scene.rules.safeArea))
        return [
            "the main face reaches out of the safe area, the central \(share), by \(sides): "
                + reason(face, area, beyond)
        ]
    }

    private func reason(_ face: Extent, _ area: Extent, _ beyond: [(side: Side, pixels: Double)]) -> String {
        switch scene.rules.crop {
        case .none: return "the picture is kept whole"
        case .box: return "the box is taken as given"
        case .subject, .ratio: break
        }
        if face.width > area.width || face.height > area.height { return "the face is larger than that area" }
        let ends = beyond.map(\.side).filter { distance(from: crop, to: picture, on: $0) < 1 }
        guard !ends.isEmpty else { return "the other faces would be cut else" }
        return "the picture ends on the \(Self.list(ends.map(\.rawValue)))"
    }

    /// The main head beyond the crop.
    private func cuts(of head: Extent, _ face: Extent) -> [String] {
        let sides = excess(of: head, over: crop).filter { $0.pixels > Self.tolerance * face.height }.map(\.side)
        guard !sides.isEmpty else { return [] }
        let isOfPicture = sides.allSatisfy { distance(from: crop, to: picture, on: $0) < 1 }
        return [
            "the main head is cut on the \(Self.list(sides.map(\.rawValue)))"
                + (isOfPicture ? ", where the picture ends" : "")
        ]
    }

    private func headRoom(above head: Extent) -> [String] {
        let wanted = Double(scene.rules.headRoom)
        let found = max(0, head.top - crop.top) / crop.height
        // A pixel less is only rounding.
        guard (wanted - found) * crop.height > 1 else { return [] }
        return ["above the main head \(Self.percent(found)) of the crop's height is free, not \(Self.percent(wanted))"]
    }

    private func breathing(around head: Extent, _ face: Extent) -> [String] {
        let room = Double(scene.rules.breathingRoom) * face.height
        let wanted = Extent(
            left: head.left - room, top: head.top, right: head.right + room, bottom: head.bottom + room)
        let sides = excess(of: wanted, over: crop).filter { $0.pixels > 1 && $0.side != .top }.map(\.side.rawValue)
        return sides.isEmpty ? [] : ["less breathing room than asked for on the \(Self.list(sides))"]
    }

    private var otherCuts: [String] {
        let count = scene.others.filter { head in
            excess(of: head, over: crop).contains { $0.pixels > Self.tolerance * head.height }
        }.count
        return count == 0 ? [] : ["the crop cuts \(count == 1 ? "1 other face" : "\(count) other faces")"]
    }

    private func smallness(of face: Extent) -> [String] {
        guard min(face.width, face.height) < Double(FramingRules.smallestFace) else { return [] }
        return [
            "the main face has \(whole(face.width))×\(whole(face.height)) pixels; "
                + "below \(whole(Double(FramingRules.smallestFace))) it shows little detail"
        ]
    }

    // MARK: - Measures

    /// By how many pixels `extent` reaches over each side of `other`; negative where it does not.
    private func excess(of extent: Extent, over other: Extent) -> [(side: Side, pixels: Double)] {
        Side.allCases.map { ($0, -distance(from: extent, to: other, on: $0)) }
    }

    /// How far a side of `inner` lies inside that of `outer`, in pixels.
    private func distance(from inner: Extent, to outer: Extent, on side: Side) -> Double {
        switch side {
        case .left: inner.left - outer.left
        case .right: outer.right - inner.right
        case .top: inner.top - outer.top
        case .bottom: outer.bottom - inner.bottom
        }
    }

    private func whole(_ value: Double) -> Int { Int(value.rounded(.up)) }

    static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

    private static func list(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " and " + last
    }
}
