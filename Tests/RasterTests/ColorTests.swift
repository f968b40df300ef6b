import CLCMS
import Foundation
import Raster
import Testing

@Suite("Colour")
struct ColorTests {
    @Test("sRGB's curve is that of IEC 61966-2-1")
    func standardCurve() {
        for code in 0..<65_536 {
            let x = Double(code) / 65_535
            let wanted = x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4)
            guard abs(Double(ColorSpace.sRGB.curves[0][code]) - wanted) < 2e-5 else {
                Issue.record("code \(code) is \(ColorSpace.sRGB.curves[0][code]), not \(wanted)")
                return
            }
        }
    }

    @Test("curves and matrices agree with LittleCMS's own transform to XYZ", arguments: 0..<4)
    func oracle(_ index: Int) throws {
        let space = [ColorSpace.sRGB, .displayP3, .adobeRGB, .proPhoto][index]
        let from = cmsOpenProfileFromMem(space.profile, UInt32(space.profile.count))
        let to = cmsCreateXYZProfile()
        // Float RGB in, float XYZ out: FLOAT_SH, COLORSPACE_SH, CHANNELS_SH, BYTES_SH of lcms2.h.
        let layout = { (space: Int32) in UInt32(1) << 22 | UInt32(space) << 16 | 3 << 3 | 4 }
        let transform = cmsCreateTransform(
            from, layout(PT_RGB), to, layout(PT_XYZ), UInt32(INTENT_RELATIVE_COLORIMETRIC),
            UInt32(cmsFLAGS_NOOPTIMIZE))
        defer {
            cmsDeleteTransform(transform)
            cmsCloseProfile(from)
            cmsCloseProfile(to)
        }
        for step in 0..<64 {
            let codes = [step * 1021 % 65_536, step * 4099 % 65_536, step * 9001 % 65_536]
            let rgb = codes.map { Float($0) / 65_535 }
            var xyz = [Float](repeating: 0, count: 3)
            cmsDoTransform(transform, rgb, &xyz, 1)
            for row in 0..<3 {
                let ours = (0..<3).reduce(0.0) {
                    $0 + space.toXYZ[row][$1] * Double(space.curves[$1][codes[$1]])
                }
                #expect(abs(ours - Double(xyz[row])) < 1e-4, "\(space.name), codes \(codes)")
            }
        }
    }

    @Test("every code of every space survives the way to light and back", arguments: 0..<4)
    func identity(_ index: Int) {
        let space = [ColorSpace.sRGB, .displayP3, .adobeRGB, .proPhoto][index]
        let all = Fixture.photograph(width: 256, height: 256, in: space) { UInt16($0 / 3) }
        let light = all.light(in: PixelBox(all.size))
        let mask = Mask(width: 256, height: 256, repeating: 1)
        #expect(all.applying(Layer(region: PixelBox(all.size), pixels: light, mask: mask)).values == all.values)
    }

    @Test("a file's profile is kept byte for byte, with its codes", arguments: ["tif", "png", "webp", "jpg"])
    func profiles(_ kind: String) throws {
        let folder = try Fixture.Folder()
        let picture = Fixture.smooth(width: 40, height: 30, in: .displayP3)
        let file = folder["p3.\(kind)"]
        switch kind {
        case "tif": try picture.writeTIFF(to: file)
        case "png": try picture.writePNG(to: file)
        case "webp": try picture.dithered(seed: 0).writeLosslessWebP(to: file)
        default: try picture.dithered(seed: 0).writeJPEG(to: file, quality: 98)
        }
        let read = try Photograph.open(file)
        #expect(read.colorSpace == .displayP3)
        #expect(read.profileOrigin == .embedded)
        let wanted = kind == "webp" || kind == "jpg" ? picture.dithered(seed: 0) : picture
        let apart = zip(read.codes, wanted.codes).map { abs($0 - $1) }.max()
        #expect((apart ?? 99) <= (kind == "jpg" ? 6 : 0))
    }

    @Test("CMYK becomes 16-bit wide RGB, near what it was before it became CMYK")
    func cmyk() throws {
        let folder = try Fixture.Folder()
        let grey = Fixture.photograph(width: 24, height: 24) { UInt16(20_000 + $0 / 3 * 50) }
        try grey.writeTIFF(to: folder["rgb.tif"])
        try Fixture.run(
            "vips", ["icc_export", folder["rgb.tif"].path, folder["cmyk.tif"].path, "--output-profile", "cmyk"])
        let read = try Photograph.open(folder["cmyk.tif"])
        #expect(read.depth == 16)
        #expect(read.channels == 3)
        #expect(read.colorSpace == .adobeRGB)
        #expect(read.profileOrigin == .converted(from: "CMYK"))
        // 8-bit CMYK and two perceptual tables lie between the two.
        let back = read.resized(to: read.size, in: .sRGB)
        let apart = zip(back.codes, grey.codes).map { abs($0 - $1) }.max()
        #expect((apart ?? 65_535) < 4000)
    }

    @Test("a profile that cannot be read is said to be so")
    func brokenProfile() throws {
        let folder = try Fixture.Folder()
        let broken = ColorSpace(
            name: "broken", profile: [UInt8](repeating: 7, count: 200), toXYZ: ColorSpace.sRGB.toXYZ,
            curves: ColorSpace.sRGB.curves)
        try Fixture.smooth(width: 9, height: 9, in: broken).writeTIFF(to: folder["broken.tif"])
        #expect(throws: RasterError.badProfile(file: "broken.tif")) { try Photograph.open(folder["broken.tif"]) }
    }
}
