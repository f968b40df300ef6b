import Foundation
import Raster

/// What libvips alone needs for a work's files: it decodes the inputs and encodes the deliverables, and does nothing
/// to the picture between but what the files' depth and size ask for.
public enum VipsPeer {
    /// - Parameters:
    ///   - inputs: are decoded and let go.
    ///   - image: is decoded and encoded as the four files of a work, with the settings that works have.
    /// - Throws: `BenchmarkError.peerFailed`.
    public static func run(inputs: [URL], image: URL, into folder: URL) throws {
        do {
            for input in inputs { _ = try decoded(input) }
            let picture = try decoded(image)
            let bytes = try Vips.image("cast", ["in": picture], ["format": "uchar", "shift": "true"])
                .inMemory()
            let file = { (name: String) in folder.appending(path: name).path }
            try Vips.save(
                "tiffsave", picture,
                ["filename": file("master.tif"), "compression": "deflate", "predictor": "horizontal"])
            try Vips.save(
                "webpsave", bytes,
                [
                    "filename": file("image.webp"), "lossless": "true",
                    "effort": "\(WebImage.losslessWebPEffort)",
                ])
            let preview = try reduced(bytes, toLongSide: 2048)
            try Vips.save(
                "jpegsave", preview,
                ["filename": file("preview.jpg"), "Q": "90", "subsample-mode": "off", "optimize-coding": "true"])
            try Vips.save(
                "webpsave", try reduced(bytes, toLongSide: 512), ["filename": file("thumbnail.webp"), "Q": "85"])
        } catch let failure as Vips.Failure {
            throw BenchmarkError.peerFailed(peer: "libvips", reason: failure.reason)
        }
    }

    private static func decoded(_ url: URL) throws -> Vips.Image {
        let loader = ["tif": "tiffload", "webp": "webpload", "jpg": "jpegload", "png": "pngload"][url.pathExtension]
        guard let loader else {
            throw BenchmarkError.peerFailed(
                peer: "libvips", reason: "\(url.lastPathComponent): give TIFF, WebP, JPEG or PNG")
        }
        return try Vips.image(loader, [:], ["filename": url.path, "access": "sequential"]).inMemory()
    }

    private static func reduced(_ image: Vips.Image, toLongSide side: Int) throws(Vips.Failure) -> Vips.Image {
        let scale = Double(side) / Double(max(image.size.width, image.size.height))
        guard scale < 1 else { return image }
        return try Vips.image("resize", ["in": image], ["scale": "\(scale)"])
    }
}
