import Raster

/// The faces of a picture and the places that a crop may take: the geometry behind `FramingRules`.
struct FramingScene {
    let size: PixelSize
    let rules: FramingRules
    /// The main face's box; nil when there is none that the picture shows.
    let face: Extent?
    let head: Extent?
    /// Heads of the other faces, as far as the picture shows them.
    let others: [Extent]

    init(size: PixelSize, faces: [Box], main: Box?, rules: FramingRules) {
        let picture = Extent(PixelBox(size))
        let seen = faces.filter { $0.isSeen(in: size) }
        let main = main.flatMap { $0.isSeen(in: size) ? $0 : nil } ?? seen.first
        self.size = size
        self.rules = rules
        face = main.map(Extent.init)
        head = main.map { Extent($0.head) }
        others = seen.filter { $0 != main }.compactMap { Extent($0.head).clipped(to: picture) }
    }

    /// A wish for the place of a crop.
    private enum Wish {
        case hold(Extent)
        case safeArea
        case headRoom
    }

    // MARK: - Crops

    /// A crop of `crop` pixels, moved from the middle for the face's sake.
    func largest(_ crop: PixelSize) -> PixelBox {
        var place = Place(of: crop, in: size)
        grant(.safeArea, to: &place)
        if let head { grant(.hold(head), to: &place) }
        grant(.headRoom, to: &place)
        for other in others { grant(.hold(other), to: &place) }
        return place.box(nearestTo: Extent(PixelBox(size)))
    }

    /// The smallest crop of the picture's proportions that grants the wishes, or as many as one can; nil without a face.
    func tightest() -> PixelBox? {
        guard let full = held(breathing: 1) else { return nil }
        // Near a border the face comes into the safe area at the cost of the breathing room on the other side.
        var attempts: [[Wish]] = []
        for held in [1, 0.75, 0.5, 0.25, 0].compactMap(held(breathing:)) {
            attempts += [[.hold(held), .safeArea, .headRoom], [.hold(held), .safeArea]]
        }
        attempts += [[.hold(full), .headRoom], [.hold(full)]]
        for needs in attempts {
            guard var place = smallest(granting: needs) else { continue }
            for wish in [.safeArea, .hold(full), Wish.headRoom] { grant(wish, to: &place) }
            return place.box(nearestTo: full)
        }
        return PixelBox(size)
    }

    /// What a tight crop must hold, as far as the picture shows it; nil without a face.
    /// - Parameter share: of the breathing room, 0…1.
    private func held(breathing share: Double) -> Extent? {
        guard let face, let head else { return nil }
        let room = Double(rules.breathingRoom) * face.height * share
        let subject = Extent(
            left: head.left - room, top: head.top, right: head.right + room, bottom: head.bottom + room)
        return subject.clipped(to: Extent(PixelBox(size))).map { others.reduce($0) { $0.joined(with: $1) } }
    }

    /// Larger crops are not always easier: near a border only small ones have the face in their middle. So every size
    /// is tried, from the smallest.
    private func smallest(granting wishes: [Wish]) -> Place? {
        let long = max(size.width, size.height)
        for side in 1...long {
            let crop = PixelSize(
                width: max(1, (size.width * side + long / 2) / long),
                height: max(1, (size.height * side + long / 2) / long))
            var place = Place(of: crop, in: size)
            if wishes.allSatisfy({ grant($0, to: &place) }) { return place }
        }
        return nil
    }

    /// Narrows the place; one that cannot grant the wish whole comes as near to it as it can.
    /// - Returns: whether the wish is granted.
    @discardableResult
    private func grant(_ wish: Wish, to place: inout Place) -> Bool {
        let (width, height) = (Double(place.crop.width), Double(place.crop.height))
        switch wish {
        case .hold(let extent):
            let across = place.columns.narrow(from: extent.right - width, to: extent.left)
            return place.rows.narrow(from: extent.bottom - height, to: extent.top) && across
        case .safeArea:
            guard let face else { return true }
            let margin = (1 - Double(rules.safeArea)) / 2
            let across = place.columns.narrow(
                from: face.right - width * (1 - margin), to: face.left - width * margin)
            return place.rows.narrow(from: face.bottom - height * (1 - margin), to: face.top - height * margin)
                && across
        case .headRoom:
            guard let head else { return true }
            return place.rows.narrow(from: -.greatestFiniteMagnitude, to: head.top - height * Double(rules.headRoom))
        }
    }

    // MARK: - Figures

    func figures(of box: PixelBox) -> [String: Double] {
        var figures = [
            "x": Double(box.x), "y": Double(box.y), "width": Double(box.width), "height": Double(box.height),
        ]
        if let face {
            let crop = Extent(box)
            figures["face_offset_x"] = (face.middle.x - crop.middle.x) / crop.width
            figures["face_offset_y"] = (face.middle.y - crop.middle.y) / crop.height
        }
        return figures
    }
}

extension FramingScene {
    /// Where the top left pixel of a crop may lie.
    fileprivate struct Place {
        let crop: PixelSize
        var columns: Span
        var rows: Span

        init(of crop: PixelSize, in size: PixelSize) {
            self.crop = crop
            columns = Span(low: 0, high: size.width - crop.width)
            rows = Span(low: 0, high: size.height - crop.height)
        }

        /// The allowed crop whose middle is nearest to that of `extent`.
        func box(nearestTo extent: Extent) -> PixelBox {
            let x = extent.middle.x - Double(crop.width) / 2
            let y = extent.middle.y - Double(crop.height) / 2
            return PixelBox(
                x: columns.nearest(to: x), y: rows.nearest(to: y), width: crop.width, height: crop.height)
        }
    }

    /// Whole numbers from `low` to `high`.
    fileprivate struct Span {
        var low: Int
        var high: Int

        /// Keeps what lies between the two; when nothing does, what lies nearest to their middle.
        /// - Returns: whether anything did.
        mutating func narrow(from first: Double, to last: Double) -> Bool {
            let from = max(Double(low), first.rounded(.up))
            let to = min(Double(high), last.rounded(.down))
            guard from > to else {
                (low, high) = (Int(from), Int(to))
                return true
            }
            low = nearest(to: (first + last) / 2)
            high = low
            return false
        }

        func nearest(to value: Double) -> Int {
            Int(min(max(Double(low), value.rounded(.down)), Double(high)))
        }
    }
}

/// A rectangle by its sides, in continuous pixels.
struct Extent: Equatable {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double

    init(left: Double, top: Double, right: Double, bottom: Double) {
        (self.left, self.top, self.right, self.bottom) = (left, top, right, bottom)
    }

    init(_ box: Box) {
        self.init(
            left: Double(box.x), top: Double(box.y), right: Double(box.x) + Double(box.width),
            bottom: Double(box.y) + Double(box.height))
    }

    init(_ box: PixelBox) {
        self.init(left: Double(box.x), top: Double(box.y), right: Double(box.maxX), bottom: Double(box.maxY))
    }

    var width: Double { right - left }
    var height: Double { bottom - top }
    var middle: SIMD2<Double> { SIMD2((left + right) / 2, (top + bottom) / 2) }

    func joined(with other: Extent) -> Extent {
        Extent(
            left: min(left, other.left), top: min(top, other.top), right: max(right, other.right),
            bottom: max(bottom, other.bottom))
    }

    /// The part inside `other`; nil when there is none.
    func clipped(to other: Extent) -> Extent? {
        let part = Extent(
            left: max(left, other.left), top: max(top, other.top), right: min(right, other.right),
            bottom: min(bottom, other.bottom))
        return part.width > 0 && part.height > 0 ? part : nil
    }
}

extension Box {
    /// How far the head goes above the box of its face's mesh, in heights of that box.
    ///
    /// The mesh ends below the hairline. The eyes halve the height of a head (vertex–eye = eye–chin: the two-section
    /// canon, Farkas et al. 1985); on the canonical mesh, whose eyes lie 0.315 of its height below its top, that puts
    /// the vertex 0.37 above the box. Hair adds the rest: 0.46 on the example chris.tif.
    package static let crown: Float = 0.45

    /// How far head and hair go beyond the box on either side, in widths of it: heads are about 1.1 times as wide
    /// (eurion–eurion) as faces (zygion–zygion), and hair takes as much again on its own.
    package static let temple: Float = 0.10

    /// The head of the face whose mesh has this box: an estimate that is good to a twentieth of the face's height.
    package var head: Box {
        Box(
            x: x - Self.temple * width, y: y - Self.crown * height, width: (1 + 2 * Self.temple) * width,
            height: (1 + Self.crown) * height)
    }

    /// Whether it has an area, and some of it is in a picture of `size` pixels.
    fileprivate func isSeen(in size: PixelSize) -> Bool {
        guard [x, y, width, height].allSatisfy({ $0.isFinite && abs($0) < 1e7 }), width > 0, height > 0 else {
            return false
        }
        return x < Float(size.width) && y < Float(size.height) && x + width > 0 && y + height > 0
    }
}
