import Faces
import Inference
import Raster
import Testing

@Suite("Finding faces")
struct FaceAnalyserTests {
    @Test(
        "landmarks lie where the renderer put the features, within 9 % of the eyes' distance, and the pose is its own")
    func groundTruth() throws {
        let analyser = try Portraits.analyser()
        for truth in try GroundTruth.all() {
            let faces = try analyser.analyse(try Portraits.open(truth.file))
            try #require(faces.count == 1)
            let face = faces[0]
            let (left, right) = (
                try #require(truth.place(of: "eye_left_outer")), try #require(truth.place(of: "eye_right_outer"))
            )
            let unit = ((left - right) * (left - right)).sum().squareRoot()
            var errors: [Float] = []
            for (name, point) in GroundTruth.meshPoints {
                let d = SIMD2(face.mesh[point].x, face.mesh[point].y) - (try #require(truth.place(of: name)))
                errors.append((d * d).sum().squareRoot() / unit)
            }
            #expect((errors.max() ?? 1) < 0.09, "\(truth.file): \(errors)")
            #expect(errors.reduce(0, +) / Float(errors.count) < 0.055)
            #expect(abs(face.pose.yaw - truth.yaw) < 6 && abs(face.pose.roll - truth.roll) < 4)
            #expect(abs(face.pose.pitch - truth.pitch) < 8)
        }
    }

    @Test("a picture longer than any camera's is searched like others", arguments: [3, 4])
    func longest(channels: Int) throws {
        let size = PixelSize(width: 400_000, height: 12)
        let picture = Photograph(
            size: size, channels: channels, values: .bits8([UInt8](repeating: 90, count: size.area * channels)),
            colorSpace: .sRGB)
        #expect(try Portraits.analyser().analyse(picture).isEmpty)
    }

    @Test("the same face is found whichever way the picture lies, and turned back it is the same", arguments: 1...3)
    func turned(_ quarters: Int) throws {
        let analyser = try Portraits.analyser()
        let upright = try Portraits.open("ana.webp")
        let expected = try #require(try analyser.analyse(upright).first)
        let picture = Portraits.turned(upright, quarters: quarters)
        let faces = try analyser.analyse(picture)
        try #require(faces.count == 1)
        let (width, height) = (Float(upright.size.width), Float(upright.size.height))
        let nose = faces[0].landmarks5[2]
        let back =
            switch quarters {
            case 1: SIMD2(nose.y, height - nose.x)
            case 2: SIMD2(width - nose.x, height - nose.y)
            default: SIMD2(width - nose.y, nose.x)
            }
        let d = back - expected.landmarks5[2]
        #expect((d * d).sum().squareRoot() < 0.02 * expected.box.width)
        // Clockwise turns lean the head to the picture's right, which is negative.
        let roll = [-90, 180, 90][quarters - 1]
        #expect(abs(abs(faces[0].pose.roll) - Float(abs(roll))) < 5)
        if quarters != 2 { #expect(faces[0].pose.roll.sign == (roll < 0 ? .minus : .plus)) }
    }

    @Test("faces 60 pixels wide in a picture of 12 megapixels are found, all of them")
    func small() throws {
        let ana = try Portraits.open("ana.webp")
        let small = ana.resized(to: PixelSize(width: 138, height: 184))
        let picture = Portraits.ground(
            PixelSize(width: 4000, height: 3000), [(small, 300, 400), (small, 2100, 1500), (small, 3600, 2500)])
        let faces = try Portraits.analyser().analyse(picture)
        #expect(faces.count == 3)
        #expect(FaceSelection.left.choose(faces).first.map { faces[$0].box.center.x < 600 } == true)
        #expect(FaceSelection.right.choose(faces).first.map { faces[$0].box.center.x > 3500 } == true)
    }

    @Test("a picture without a face has none")
    func none() throws {
        let grey = Portraits.ground(PixelSize(width: 1200, height: 800), [])
        #expect(try Portraits.analyser().analyse(grey).isEmpty)
    }

    @Test("best, largest, left, right, all and numbers choose as they say")
    func selection() throws {
        let (ana, ben) = (try Portraits.open("ana.webp"), try Portraits.open("ben.webp"))
        let (large, less) = (
            ana.resized(to: PixelSize(width: 768, height: 1024)), ben.resized(to: PixelSize(width: 480, height: 640))
        )
        let picture = Portraits.ground(
            PixelSize(width: 1600, height: 1100), [(large, 780, 40), (less, 100, 200)])
        let faces = try Portraits.analyser().analyse(picture)
        try #require(faces.count == 2)
        #expect(try FaceSelection.largest.apply(to: faces)[0].box.center.x > 780)
        #expect(try FaceSelection.left.apply(to: faces)[0].box.center.x < 600)
        #expect(try FaceSelection.all.apply(to: faces) == faces)
        #expect(try FaceSelection.index(1).apply(to: faces) == [faces[1]])
        #expect(throws: FacesError.noSuchFace(selection: "index 2", found: 2)) {
            try FaceSelection.index(2).apply(to: faces)
        }
        #expect(throws: FacesError.noFace) { try FaceSelection.best.apply(to: []) }
    }

    @Test("blur lowers the sharpness, darkness the exposure")
    func quality() throws {
        let analyser = try Portraits.analyser()
        let sharp = try Portraits.open("ben.webp").resized(to: PixelSize(width: 768, height: 1024))
        let blurred = sharp.resized(to: PixelSize(width: 96, height: 128)).resized(to: sharp.size)
        let (a, b) = (
            try #require(try analyser.analyse(sharp).first), try #require(try analyser.analyse(blurred).first)
        )
        #expect(b.quality.sharpness < 0.6 * a.quality.sharpness)
        guard case .bits16(let codes) = sharp.values else {
            Issue.record("a resized picture has 16 bits")
            return
        }
        let dark = sharp.with(.bits16(codes.map { $0 / 4 }))
        let c = try #require(try analyser.analyse(dark).first)
        #expect(c.quality.exposure < 0.4 * a.quality.exposure)
    }

    @Test("the same picture gives the same faces, bit for bit")
    func deterministic() throws {
        let picture = try Portraits.open("chris.tif")
        #expect(try Portraits.analyser().analyse(picture) == Portraits.analyser().analyse(picture))
    }
}
