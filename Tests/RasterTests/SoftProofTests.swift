import CLCMS
import Foundation
import Raster
import Testing

/// Proofs against our own reading of a printer's tables: `Tests/Support/soft_proof_reference.py` made the reference.
@Suite("Soft proof")
struct SoftProofTests {
    private struct Reference: Decodable {
        struct Set: Decodable {
            var space: String
            var codes: [UInt16]
            /// ΔE of the nearest colour that can be printed.
            var nearest: [Float]
            /// ΔE of the colour that the tables give.
            var roundTrip: [Float]
            /// Codes of the proof.
            var relative: [Int]
            var perceptual: [Int]

            var colorSpace: ColorSpace { space == "sRGB" ? .sRGB : .displayP3 }

            private enum CodingKeys: String, CodingKey {
                case space, codes, nearest, relative, perceptual
                case roundTrip = "round_trip"
            }
        }

        var sets: [Set]

        static func read() throws -> Reference {
            try JSONDecoder().decode(Reference.self, from: Data(PackageResources.soft_proof_reference_json))
        }
    }

    /// The CMYK profile that libvips carries.
    private static let cmyk = Result {
        let folder = try Fixture.Folder()
        try Fixture.smooth(width: 8, height: 8).writeTIFF(to: folder["rgb.tif"])
        try Fixture.run(
            "vips", ["icc_export", folder["rgb.tif"].path, folder["cmyk.tif"].path, "--output-profile", "cmyk"])
        let text = try Fixture.run("vipsheader", ["-f", "icc-profile-data", folder["cmyk.tif"].path])
        return [UInt8](try #require(Data(base64Encoded: text, options: .ignoreUnknownCharacters)))
    }

    private static func proof(
        _ profile: [UInt8], of space: ColorSpace = .sRGB, intent: SoftProof.Intent = .relativeColorimetric,
        marking: SoftProof.Marking = .none
    ) throws -> SoftProof {
        try SoftProof(through: profile, named: "paper.icc", of: space, intent: intent, marking: marking)
    }

    private static func bytes(of profile: cmsHPROFILE?) throws -> [UInt8] {
        let profile = try #require(profile)
        defer { cmsCloseProfile(profile) }
        var count: UInt32 = 0
        cmsSaveProfileToMem(profile, nil, &count)
        var bytes = [UInt8](repeating: 0, count: Int(count))
        cmsSaveProfileToMem(profile, &bytes, &count)
        return bytes
    }

    @Test("colours that cannot be printed are told from those that can", arguments: [0, 1])
    func gamut(_ index: Int) throws {
        let set = try Reference.read().sets[index]
        let proof = try Self.proof(Self.cmyk.get(), of: set.colorSpace)
        var (count, wanted) = (0, 0)
        for color in set.nearest.indices {
            let found = proof.proof(Array(set.codes[3 * color..<3 * color + 3]), width: 1).outOfGamut == 1
            let codes = set.codes[3 * color..<3 * color + 3]
            if found { #expect(set.nearest[color] > 2, "\(codes): \(set.nearest[color]) away") }
            if !found { #expect(set.nearest[color] < 5, "\(codes): \(set.nearest[color]) away") }
            count += found ? 1 : 0
            wanted += set.roundTrip[color] > 5 ? 1 : 0
        }
        #expect(abs(count - wanted) <= 3, "\(count) instead of \(wanted) of \(set.nearest.count)")
        // Greys can be printed, from black to white.
        let greys = (0...256).flatMap { [UInt16](repeating: UInt16(min(65_535, $0 * 256)), count: 3) }
        #expect(proof.proof(greys, width: 257).outOfGamut == 0)
    }

    @Test("the proof has the colours that the tables give, with both intents", arguments: SoftProof.Intent.allCases)
    func colors(_ intent: SoftProof.Intent) throws {
        for set in try Reference.read().sets {
            let proof = try Self.proof(Self.cmyk.get(), of: set.colorSpace, intent: intent)
            let found = proof.proof(set.codes, width: set.codes.count / 3).codes
            let wanted = intent == .perceptual ? set.perceptual : set.relative
            let apart = zip(found, wanted).map { abs(Double($0) - Double($1)) / 257 }
            // Tables are read between their corners in one way here and in another there.
            let (mean, most) = (apart.reduce(0, +) / Double(apart.count), apart.max() ?? 256)
            #expect(mean < 1 && most < 16, "\(set.space): \(mean)/255 on average, \(most)/255 at most")
        }
    }

    @Test("white stays white, and black is as light as the darkest ink")
    func ends() throws {
        let proof = try Self.proof(Self.cmyk.get())
        let codes = proof.proof([65_535, 65_535, 65_535, 0, 0, 0], width: 2).codes.map { Double($0) / 257 }
        #expect(codes[0..<3].allSatisfy { $0 > 253 })
        // L* 14.4 is 38/255 of sRGB.
        #expect(codes[3...].allSatisfy { abs($0 - 38) < 4 }, "\(codes)")
        #expect(proof.name == "Chemical proof")
    }

    @Test("Display P3's primaries are out of sRGB; greys, and colours of sRGB, are in")
    func display() throws {
        let proof = try Self.proof(ColorSpace.sRGB.profile, of: .displayP3)
        let full: UInt16 = 65_535
        let primaries = [full, 0, 0, 0, full, 0, 0, 0, full, full, full, 0, 0, full, full, full, 0, full]
        #expect(proof.proof(primaries, width: 6).outOfGamut == 6)
        let greys = (0..<256).flatMap { [UInt16](repeating: UInt16($0 * 257), count: 3) }
        #expect(proof.proof(greys, width: 256).outOfGamut == 0)

        let narrow = Fixture.scattered(width: 64, height: 64).resized(
            to: PixelSize(width: 64, height: 64), in: .displayP3)
        let (picture, share) = narrow.proofed(by: proof)
        #expect(share == 0)
        let most = zip(picture.codes, narrow.codes).map { abs($0 - $1) }.max() ?? 65_535
        // Within two 8-bit steps: near the edge LittleCMS reads between the corners of a table.
        #expect(most < 514, "\(most)")
        // Red of P3 is shown as red of sRGB: in P3's codes, less red and some green.
        let red = proof.proof([full, 0, 0], width: 1).codes.map { Double($0) / 257 }
        #expect(abs(red[0] - 234) < 2 && abs(red[1] - 51) < 3 && abs(red[2] - 35) < 3, "\(red)")
    }

    @Test("on a grey display every clear colour is out of gamut, and comes back as its grey")
    func grey() throws {
        var white = cmsCIExyY(x: 0.3457, y: 0.3585, Y: 1)
        let curve = cmsBuildGamma(nil, 2.2)
        let profile = try Self.bytes(of: cmsCreateGrayProfile(&white, curve))
        cmsFreeToneCurve(curve)
        let proof = try Self.proof(profile)
        let (codes, count) = proof.proof([65_535, 0, 0, 30_000, 30_000, 30_000, 0, 0, 40_000], width: 3)
        #expect(count == 2)
        for pixel in 0..<3 {
            let levels = codes[3 * pixel..<3 * pixel + 3].map(Int.init)
            #expect((levels.max() ?? 0) - (levels.min() ?? 65_535) < 300, "\(levels)")
        }
    }

    @Test("an alarm marks the counted pixels alone; alpha stays; bands give what the whole gives")
    func marking() throws {
        let profile = try Self.cmyk.get()
        let picture = Fixture.scattered(width: 90, height: 70, channels: 4)
        let plain = try Self.proof(profile)
        let marked = try Self.proof(profile, marking: .alarm(red: 1, green: 2, blue: 3))
        let (shown, count) = plain.proof(picture.codes16, width: 90, channels: 4)
        let (alarmed, sameCount) = marked.proof(picture.codes16, width: 90, channels: 4)
        #expect(count == sameCount && count > 0 && count < 90 * 70)
        var alarms = 0
        for pixel in 0..<90 * 70 {
            let place = 4 * pixel..<4 * pixel + 3
            if alarmed[place] == [1, 2, 3] { alarms += 1 } else { #expect(alarmed[place] == shown[place]) }
            #expect(shown[4 * pixel + 3] == picture.codes16[4 * pixel + 3])
        }
        #expect(alarms == count)

        var (parts, sum): ([UInt16], Int) = ([], 0)
        for start in stride(from: 0, to: 70, by: 23) {
            let rows = start * 360..<min(70, start + 23) * 360
            let part = marked.proof(Array(picture.codes16[rows]), width: 90, channels: 4)
            parts += part.codes
            sum += part.outOfGamut
        }
        #expect(parts == alarmed && sum == count)
        let (whole, share) = picture.proofed(by: marked)
        #expect(whole.codes16 == alarmed && share == Double(count) / 6300)
        #expect(whole.colorSpace == picture.colorSpace && whole.channels == 4)
    }

    @Test("what no picture can be printed with is refused by name")
    func refused() throws {
        let advice = "Give the ICC profile of the printer and paper, or of the display."
        let check = { (profile: [UInt8], expected: SoftProofError) in
            let error = #expect(throws: SoftProofError.self) { try Self.proof(profile) }
            #expect(error == expected)
            #expect(error?.description.hasSuffix(advice) == true)
        }
        check([UInt8](repeating: 7, count: 300), .notAProfile(file: "paper.icc"))
        check([], .notAProfile(file: "paper.icc"))
        check(
            try Self.bytes(of: cmsCreateInkLimitingDeviceLink(cmsSigCmykData, 250)),
            .noOutput(file: "paper.icc", kind: "a link between two devices"))
        check(
            try Self.bytes(of: cmsCreateBCHSWabstractProfile(9, 0, 1, 0, 0, 5000, 5000)),
            .noOutput(file: "paper.icc", kind: "an effect on colours"))
        let named = cmsCreateProfilePlaceholder(nil)
        cmsSetDeviceClass(named, cmsSigNamedColorClass)
        cmsSetColorSpace(named, cmsSigRgbData)
        cmsSetPCS(named, cmsSigLabData)
        check(try Self.bytes(of: named), .noOutput(file: "paper.icc", kind: "a list of named colours"))
        let lab = cmsCreateProfilePlaceholder(nil)
        cmsSetDeviceClass(lab, cmsSigColorSpaceClass)
        cmsSetColorSpace(lab, cmsSigLabData)
        cmsSetPCS(lab, cmsSigLabData)
        check(try Self.bytes(of: lab), .otherColors(file: "paper.icc", kind: "Lab"))
        // A printer's profile without the tables towards its inks.
        let scanner = cmsCreateProfilePlaceholder(nil)
        cmsSetDeviceClass(scanner, cmsSigOutputClass)
        cmsSetColorSpace(scanner, cmsSigCmykData)
        cmsSetPCS(scanner, cmsSigLabData)
        check(try Self.bytes(of: scanner), .oneWay(file: "paper.icc"))
    }

    @Test("a profile's file that is not there, or is cut short, is refused by name")
    func files() throws {
        let folder = try Fixture.Folder()
        #expect {
            try SoftProof(through: folder["none.icc"], of: .sRGB)
        } throws: { error in
            guard case .unreadable("none.icc", let reason)? = error as? SoftProofError else { return false }
            return !reason.contains("/")
        }
        let profile = try Self.cmyk.get()
        for length in [100, 5000, 100_000] {
            try Data(profile.prefix(length)).write(to: folder["cut.icc"])
            #expect(throws: SoftProofError.self) { try SoftProof(through: folder["cut.icc"], of: .sRGB) }
        }
        try Data(profile).write(to: folder["whole.icc"])
        #expect(try SoftProof(through: folder["whole.icc"], of: .sRGB).name == "Chemical proof")
    }
}
