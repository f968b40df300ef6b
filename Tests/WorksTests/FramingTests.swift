import Foundation
import Raster
import StandIns
import Testing
import Works

@Suite("Framing")
struct FramingTests {
    /// Steady numbers: every run sees the same cases.
    struct Dice: RandomNumberGenerator {
        var state: UInt64

        // SplitMix64 (Steele et al. 2014).
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    struct Scene: Sendable {
        var size: PixelSize
        var faces: [Box]

        /// Faces anywhere, also over the border.
        init(seed: UInt64) {
            var dice = Dice(state: seed)
            size = PixelSize(width: .random(in: 40...2000, using: &dice), height: .random(in: 40...2000, using: &dice))
            let (width, height) = (Float(size.width), Float(size.height))
            faces = (0..<Int.random(in: 1...3, using: &dice)).map { _ in
                let side = Float.random(in: 0.02...0.5, using: &dice) * min(width, height)
                return Box(
                    x: .random(in: -side / 3...width - side / 2, using: &dice),
                    y: .random(in: -side / 3...height - side / 2, using: &dice), width: side, height: side * 1.2)
            }
        }
    }

    static func holds(_ outer: Box, _ inner: Box, tolerance: Float = 0.01) -> Bool {
        inner.x >= outer.x - tolerance && inner.y >= outer.y - tolerance
            && inner.x + inner.width <= outer.x + outer.width + tolerance
            && inner.y + inner.height <= outer.y + outer.height + tolerance
    }

    static func box(_ box: PixelBox) -> Box {
        Box(x: Float(box.x), y: Float(box.y), width: Float(box.width), height: Float(box.height))
    }

    static let crops: [Crop] = [
        .none, .subject, .ratio(width: 1, height: 1), .ratio(width: 4, height: 5), .ratio(width: 16, height: 9),
        .ratio(width: 100, height: 1),
    ]

    // MARK: - Every crop

    @Test("a crop lies inside the picture, is the same every time, and tells of a face that is not safe")
    func invariants() throws {
        for seed in 0..<120 as Range<UInt64> {
            let scene = Scene(seed: seed)
            for crop in Self.crops {
                let rules = FramingRules(crop: crop)
                let result = try rules.frame(scene.size, faces: scene.faces, main: scene.faces.first)
                #expect(try rules.frame(scene.size, faces: scene.faces, main: scene.faces.first) == result)
                #expect(!result.box.isEmpty)
                #expect(result.box.intersection(PixelBox(scene.size)) == result.box, "\(seed) \(crop)")
                let isSafe = Self.holds(rules.safeArea(of: result.box), scene.faces[0])
                let isTold = result.warnings.contains { $0.hasPrefix("the main face reaches out of the safe area") }
                #expect(isSafe != isTold, "\(seed) \(crop): \(result)")
            }
        }
    }

    @Test("the ratio is exact within a pixel, and no larger crop of it fits")
    func ratio() throws {
        for seed in 0..<120 as Range<UInt64> {
            let scene = Scene(seed: seed)
            for (width, height) in [(1, 1), (4, 5), (16, 9), (3, 4)] {
                let box = try FramingRules(crop: .ratio(width: width, height: height))
                    .frame(scene.size, faces: scene.faces, main: nil).box
                #expect(box.width == scene.size.width || box.height == scene.size.height)
                // Within a pixel of the side that was rounded.
                let across = abs(Double(box.width) - Double(box.height * width) / Double(height))
                let down = abs(Double(box.height) - Double(box.width * height) / Double(width))
                #expect(min(across, down) <= 0.5)
            }
        }
    }

    @Test("the subject's crop has the picture's proportions within a pixel")
    func proportions() throws {
        for seed in 0..<120 as Range<UInt64> {
            let scene = Scene(seed: seed)
            let box = try FramingRules(crop: .subject).frame(scene.size, faces: scene.faces, main: nil).box
            let long = Double(max(scene.size.width, scene.size.height))
            let side = Double(max(box.width, box.height))
            #expect(abs(Double(box.width) - Double(scene.size.width) * side / long) <= 1)
            #expect(abs(Double(box.height) - Double(scene.size.height) * side / long) <= 1)
        }
    }

    // MARK: - Ratio

    /// A 3000 × 2000 picture with a face right of the middle.
    private static let wide = PixelSize(width: 3000, height: 2000)

    @Test("a ratio's crop moves no further than the face needs to come into the safe area")
    func shifted() throws {
        // Square of 2000: the safe area is 400…1600 of it. The face ends at 2400, so the crop begins at 800.
        let face = Box(x: 2000, y: 800, width: 400, height: 500)
        let result = try FramingRules(crop: .ratio(width: 1, height: 1)).frame(Self.wide, faces: [face], main: face)
        #expect(result.box == PixelBox(x: 800, y: 0, width: 2000, height: 2000))
        #expect(result.warnings.isEmpty)
        // A face that is safe already leaves the crop in the middle.
        let middle = Box(x: 1300, y: 800, width: 400, height: 500)
        let kept = try FramingRules(crop: .ratio(width: 1, height: 1)).frame(Self.wide, faces: [middle], main: middle)
        #expect(kept.box.x == 500)
        #expect(kept.figures["face_offset_x"] == 0)
        #expect(abs((kept.figures["face_offset_y"] ?? 1) - 0.025) < 1e-9)
    }

    @Test("a face that no place brings into the safe area is brought near, and told of with the reason")
    func outOfReach() throws {
        let face = Box(x: 2600, y: 800, width: 300, height: 400)
        let result = try FramingRules(crop: .ratio(width: 1, height: 1)).frame(Self.wide, faces: [face], main: face)
        #expect(result.box.x == 1000)
        #expect(
            result.warnings == [
                "the main face reaches out of the safe area, the central 60 %, by 300 px on the right: "
                    + "the picture ends on the right"
            ])
        let large = Box(x: 800, y: 600, width: 1300, height: 1300)
        let tooLarge = try FramingRules(crop: .ratio(width: 1, height: 1)).frame(Self.wide, faces: [large], main: large)
        #expect(tooLarge.warnings.first?.hasSuffix("the face is larger than that area") == true)
        #expect(tooLarge.box.x + tooLarge.box.width / 2 == 1450)
    }

    @Test("without a face a ratio is cut from the middle, and that is said")
    func faceless() throws {
        let result = try FramingRules(crop: .ratio(width: 1, height: 1)).frame(Self.wide, faces: [], main: nil)
        #expect(result.box == PixelBox(x: 500, y: 0, width: 2000, height: 2000))
        #expect(result.warnings == ["no face to look after: the crop is taken from the middle"])
        #expect(result.figures["face_offset_x"] == nil)
    }

    // MARK: - Subject

    @Test("with room enough the subject's crop is safe, roomy and without a warning")
    func roomy() throws {
        for seed in 0..<60 as Range<UInt64> {
            var dice = Dice(state: seed)
            let size = PixelSize(
                width: .random(in: 3000...4000, using: &dice), height: .random(in: 3000...4000, using: &dice))
            let face = Box(
                x: .random(in: 1300...1500, using: &dice), y: .random(in: 1300...1500, using: &dice),
                width: .random(in: 130...220, using: &dice), height: .random(in: 160...260, using: &dice))
            let rules = FramingRules(crop: .subject)
            let result = try rules.frame(size, faces: [face], main: face)
            #expect(result.warnings.isEmpty)
            #expect(Self.holds(rules.safeArea(of: result.box), face))
            let (crop, head) = (Self.box(result.box), face.head)
            #expect(head.x - crop.x >= face.height / 2 - 0.01)
            #expect(crop.x + crop.width - head.x - head.width >= face.height / 2 - 0.01)
            #expect(crop.y + crop.height - face.y - face.height >= face.height / 2 - 0.01)
            #expect(head.y - crop.y >= crop.height * 0.08 - 0.01)
            // Tight: a crop of two thirds would not hold the head with its room.
            #expect(crop.width * 2 / 3 < head.width + face.height || crop.height * 2 / 3 < head.height + face.height)
        }
    }

    @Test("other chosen faces stay in the crop, heads and all")
    func company() throws {
        let main = Box(x: 1400, y: 900, width: 200, height: 250)
        let other = Box(x: 2200, y: 1000, width: 200, height: 250)
        let rules = FramingRules(crop: .subject)
        let alone = try rules.frame(Self.wide, faces: [main], main: main)
        let both = try rules.frame(Self.wide, faces: [main, other], main: main)
        #expect(both.box.width > alone.box.width)
        #expect(Self.holds(Self.box(both.box), other.head))
        #expect(Self.holds(rules.safeArea(of: both.box), main))
        #expect(both.warnings.isEmpty)
    }

    @Test("near the border breathing room is given up before the safe area")
    func nearBorder() throws {
        let face = Box(x: 190, y: 800, width: 400, height: 500)
        let rules = FramingRules(crop: .subject)
        let result = try rules.frame(PixelSize(width: 2000, height: 2000), faces: [face], main: face)
        #expect(Self.holds(rules.safeArea(of: result.box), face))
        #expect(Self.holds(Self.box(result.box), face.head))
        #expect(result.warnings.contains { $0.hasPrefix("less breathing room than asked for on the left") })
    }

    @Test("a head that the picture cuts, and a face of few pixels, are told of")
    func cutHead() throws {
        let face = Box(x: 1400, y: 10, width: 100, height: 110)
        let result = try FramingRules(crop: .subject).frame(Self.wide, faces: [face], main: face)
        #expect(result.warnings.contains("the main head is cut on the top, where the picture ends"))
        #expect(result.warnings.contains("the main face has 100×110 pixels; below 120 it shows little detail"))
    }

    // MARK: - None and box

    @Test("none keeps the picture and tells only of a face outside the safe area")
    func whole() throws {
        let face = Box(x: 100, y: 10, width: 60, height: 80)
        let result = try FramingRules().frame(Self.wide, faces: [face], main: face)
        #expect(result.box == PixelBox(Self.wide))
        #expect(result.warnings.count == 1)
        #expect(result.warnings.first?.hasSuffix("on the left, 390 px on the top: the picture is kept whole") == true)
        #expect(try FramingRules().frame(Self.wide, faces: [], main: nil).warnings.isEmpty)
    }

    @Test("a box is taken as given when it lies inside, else refused with its place")
    func box() throws {
        let inside = PixelBox(x: 1000, y: 0, width: 2000, height: 2000)
        #expect(try FramingRules(crop: .box(inside)).frame(Self.wide, faces: [], main: nil).box == inside)
        for box in [
            PixelBox(x: 1001, y: 0, width: 2000, height: 2000), PixelBox(x: -1, y: 0, width: 10, height: 10),
            PixelBox(x: 0, y: 1, width: 10, height: 2000), PixelBox(x: 0, y: 0, width: 0, height: 10),
            PixelBox(x: 1, y: 1, width: .max, height: .max), PixelBox(x: .max, y: .min, width: 1, height: 1),
        ] {
            #expect(throws: FramingError.boxOutside(box: box, size: Self.wide)) {
                try FramingRules(crop: .box(box)).frame(Self.wide, faces: [], main: nil)
            }
        }
        #expect(
            FramingError.boxOutside(box: PixelBox(x: 1001, y: 0, width: 2000, height: 2000), size: Self.wide)
                .description
                == "crop: the box 1001,0,2000x2000 does not lie inside the picture of 3000×2000. "
                + "Give x and y from 0, x + width up to 3000 and y + height up to 2000.")
    }

    @Test("a subject without a face and rules out of range are refused")
    func refused() {
        let nowhere = Box(x: .nan, y: 0, width: 10, height: 10)
        let outside = Box(x: 5000, y: 0, width: 10, height: 10)
        for faces in [[], [nowhere], [outside]] {
            #expect(throws: FramingError.noSubject) {
                try FramingRules(crop: .subject).frame(Self.wide, faces: faces, main: faces.first)
            }
        }
        for rules in [
            FramingRules(safeArea: 0.2), FramingRules(safeArea: .nan), FramingRules(breathingRoom: -1),
            FramingRules(headRoom: 0.6), FramingRules(crop: .ratio(width: 0, height: 5)),
            FramingRules(crop: .ratio(width: 4, height: 101)),
        ] {
            #expect(throws: FramingError.self) { try rules.frame(Self.wide, faces: [], main: nil) }
        }
        #expect(
            FramingError.outOfRange(field: "safe_area", value: 0.2, range: FramingRules.safeAreas).description
                == "safe_area: found 0.2. Give a number from 0.3 to 1.0.")
    }

    // MARK: - Texts

    @Test("every crop is read as it is written")
    func texts() {
        for text in ["none", "subject", "4:5", "1:1", "100:1", "120,80,1600x2000", "0,0,1x1"] {
            #expect(Crop(text)?.description == text)
        }
        #expect(Crop("120,80,1600x2000") == .box(PixelBox(x: 120, y: 80, width: 1600, height: 2000)))
        #expect(Crop("4:5") == .ratio(width: 4, height: 5))
    }

    @Test(
        "what is no crop is not read",
        arguments: [
            "", " ", "None", "subject ", "4", "4:", ":5", "4:5:6", "0:5", "4:101", "04:5", "+4:5", "-4:5", "4.0:5",
            "٤:٥",
            "4 : 5", "1,2,3", "1,2,3x", "1,2,0x4", "1,2,3x4x5", "1,2,3,4x5", "-1,2,3x4", "1,2,3×4", "1,,3x4",
            "1,2,99999999x4", "1,2,99999999999999999999x4", "box",
        ])
    func badTexts(_ text: String) {
        #expect(Crop(text) == nil)
    }

    // MARK: - Thumbnails

    @Test("thumbnails are cut from the middle, and lose of a head what lies outside")
    func thumbnails() throws {
        // The square of a 300 × 200 picture is 50…250. A head that is centred on its edge loses one half.
        let crop = PixelBox(PixelSize(width: 300, height: 200))
        let onEdge = Self.face(headAt: SIMD2(50, 100), radii: SIMD2(12, 14))
        let cuts = ThumbnailCuts(of: crop, face: onEdge)
        #expect(cuts.cuts.map(\.shape) == [.square, .circle, .upright])
        let square = try #require(cuts[.square])
        #expect(square.box == PixelBox(x: 50, y: 0, width: 200, height: 200))
        #expect(abs((square.headLoss ?? 0) - 0.5) < 1e-4)
        #expect(square.isHeadWhole == false)
        let upright = try #require(cuts[.upright])
        #expect(upright.box == PixelBox(x: 75, y: 0, width: 150, height: 200))
        #expect(upright.headLoss == 1)
        #expect(cuts[.circle]?.box == square.box)
    }

    @Test("a head in the square's corner is whole there and outside the circle")
    func circle() throws {
        let crop = PixelBox(PixelSize(width: 300, height: 200))
        let corner = ThumbnailCuts(of: crop, face: Self.face(headAt: SIMD2(65, 15), radii: SIMD2(10, 10)))
        #expect(corner[.square]?.isHeadWhole == true)
        #expect(corner[.circle]?.headLoss == 1)
        // A round head of radius 30 touches the circle of radius 100 from inside at 70 from its centre.
        let inside = ThumbnailCuts(of: crop, face: Self.face(headAt: SIMD2(150, 30.5), radii: SIMD2(30, 30)))
        #expect(inside[.circle]?.isHeadWhole == true)
        let outside = ThumbnailCuts(of: crop, face: Self.face(headAt: SIMD2(150, 28), radii: SIMD2(30, 30)))
        #expect(outside[.circle]?.isHeadWhole == false)
        #expect(try #require(outside[.circle]?.headLoss) < 0.02)
    }

    @Test("what the picture cuts of a head counts; without a face there is no verdict; a crop's thumbnails lie in it")
    func thumbnailPlaces() {
        let crop = PixelBox(x: 1000, y: 500, width: 400, height: 600)
        let atTop = ThumbnailCuts(of: crop, face: Self.face(headAt: SIMD2(1200, 500), radii: SIMD2(50, 70)))
        #expect(atTop[.upright]?.box == PixelBox(x: 1000, y: 533, width: 400, height: 533))
        #expect(atTop.cuts.allSatisfy { $0.isHeadWhole == false })
        #expect(ThumbnailCuts(of: crop, face: nil).cuts.allSatisfy { $0.headLoss == nil && $0.isHeadWhole == nil })
    }

    /// The face whose head is this ellipse.
    static func face(headAt center: SIMD2<Float>, radii: SIMD2<Float>) -> Box {
        let (width, height) = (2 * radii.x / (1 + 2 * Box.temple), 2 * radii.y / (1 + Box.crown))
        return Box(
            x: center.x - width / 2, y: center.y + radii.y - height, width: width, height: height)
    }

    // MARK: - Pictures

    @Test("a crop keeps code values, depth, channels and profile")
    func cropped() {
        let size = PixelSize(width: 7, height: 5)
        for channels in [3, 4] {
            let codes = (0..<size.area * channels).map { UInt16($0 * 499 % 65_536) }
            let picture = Photograph(size: size, channels: channels, values: .bits16(codes), colorSpace: .adobeRGB)
            let crop = picture.cropped(to: PixelBox(x: 2, y: 1, width: 3, height: 4))
            #expect(crop.size == PixelSize(width: 3, height: 4) && crop.channels == channels && crop.depth == 16)
            #expect(crop.colorSpace.profile == picture.colorSpace.profile)
            var expected: [UInt16] = []
            for y in 1..<5 {
                let (start, end) = ((y * 7 + 2) * channels, (y * 7 + 5) * channels)
                expected += codes[start..<end]
            }
            #expect(crop.values == .bits16(expected))
            #expect(picture.cropped(to: PixelBox(size)).values == picture.values)
        }
    }

    @Test("frame writes the crop without loss, and leaves nothing when it fails", arguments: ["tif", "png"])
    func files(_ ending: String) async throws {
        let folder = try ComposerTests.Folder()
        let picture = ComposerTests.example("chris.tif")
        let original = try Photograph.open(picture)
        var framer = Framer(picture: picture, rules: FramingRules(crop: .ratio(width: 1, height: 1)))
        framer.output = folder.url.appending(path: "crop.\(ending)")
        framer.preview = folder.url.appending(path: "frame.png")
        let report = try await framer.make(finder: MiddleFinder())
        #expect(folder.entries == ["crop.\(ending)", "frame.png"])
        let crop = try Photograph.open(folder.url.appending(path: "crop.\(ending)"))
        #expect(crop.values == original.cropped(to: report.box).values)
        #expect(crop.colorSpace.profile == original.colorSpace.profile)
        #expect(report.thumbnails.count == 3)

        await #expect(throws: WorkError.fileExists(name: "crop.\(ending)")) {
            try await framer.make(finder: MiddleFinder())
        }
        framer.replaces = true
        #expect(try await framer.make(finder: MiddleFinder()) == report)
        framer.output = picture
        #expect(throws: WorkError.outputIsInput(name: "chris.tif")) { try framer.check() }
        framer.output = folder.url.appending(path: "crop.jpg")
        #expect(throws: WorkError.unknownFormat(name: "crop.jpg", known: [".tif", ".tiff", ".png"])) {
            try framer.check()
        }
        framer.rules.crop = .subject
        framer.output = folder.url.appending(path: "none.tif")
        await #expect(throws: FramingError.noSubject) { try await framer.make(finder: MiddleFinder(count: 0)) }
        #expect(folder.entries == ["crop.\(ending)", "frame.png"])
    }
}
