import Foundation
import Raster
import Testing
import Works

@Suite("proof")
struct ProofTests {
    /// A printer's profile that comes with libvips.
    private static func printer(in folder: Folder) throws -> URL {
        let file = folder("printer.icc")
        try Data(#require(Vips.genericCMYK)).write(to: file)
        return file
    }

    @Test("a picture is proofed alone as a work is beside its files, and the share is told")
    func proofs() throws {
        let folder = try Folder()
        let printer = try Self.printer(in: folder)
        let outcome = try Binary.run([
            "compose", "--source", Folder.example("ana.webp"), "--target", Folder.example("chris.tif"), "--out",
            folder("work").path, "--proof", printer.path,
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("of the picture as it is"))
        let report = try #require(WorkRecord(ofWorkAt: folder("work")).proof)
        #expect(report.profile == "printer.icc" && report.outOfGamut < 0.1)

        let alone = try Binary.run([
            "proof", folder("work")("master.tif").path, "--profile", printer.path, "--out", folder("proof.tif").path,
            "--json",
        ])
        #expect(alone.status == 0, "\(alone.errors)")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        #expect(try decoder.decode(ProofReport.self, from: Data(alone.output.utf8)) == report)

        // JPEG of quality 95 keeps the proof within a few code values.
        let whole = try Photograph.open(folder("proof.tif")).dithered(seed: 0)
        let lossy = try Photograph.open(folder("work")("proof.jpg"))
        #expect(whole.size == lossy.size && whole.colorSpace.profile == lossy.colorSpace.profile)
        let differences = zip(whole.codes16, lossy.codes16).map { abs(Int($0) - Int($1)) / 257 }
        #expect(differences.reduce(0, +) < 2 * differences.count)
        let master = try Photograph.open(folder("work")("master.tif"))
        #expect(zip(master.codes16, whole.codes16).contains { abs(Int($0) - Int($1)) > 2570 })
    }

    @Test("of a picture that is half pure green, half is out of a printer's gamut, and is marked when asked for")
    func outOfGamut() throws {
        let folder = try Folder()
        let printer = try Self.printer(in: folder)
        let codes = (0..<64 * 64).flatMap { $0 % 64 < 32 ? [0, 65_535, 0] : [UInt16](repeating: 40_000, count: 3) }
        try Photograph(
            size: PixelSize(width: 64, height: 64), channels: 3, values: .bits16(codes), colorSpace: .sRGB
        ).writePNG(to: folder("green.png"))
        let outcome = try Binary.run([
            "proof", folder("green.png").path, "--profile", printer.path, "--mark", "--out", folder("proof.png").path,
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("cannot show 50.0 % of the picture"), "\(outcome.output)")
        let proof = try Photograph.open(folder("proof.png")).codes16
        #expect(Array(proof[0..<3]) == [65_535, 0, 65_535] && proof[63 * 3] != 65_535)
    }

    @Test("what is no profile, or a picture in the way, is refused and nothing is written")
    func refused() throws {
        let folder = try Folder()
        try Data("no profile".utf8).write(to: folder("words.icc"))
        let picture = Folder.example("chris.tif")
        for (profile, says) in [("words.icc", "words.icc: "), ("none.icc", "none.icc: ")] {
            let outcome = try Binary.run(
                ["proof", picture, "--profile", folder(profile).path, "--out", folder("proof.tif").path])
            #expect(outcome.status == 2 && outcome.errors.contains(says), "\(outcome.errors)")
            let work = try Binary.run([
                "compose", "--source", Folder.example("ana.webp"), "--target", picture, "--out", folder("work").path,
                "--proof", folder(profile).path,
            ])
            #expect(work.status == 2 && work.errors.contains(says), "\(work.errors)")
        }
        #expect(folder.entries == ["words.icc"])
    }
}
