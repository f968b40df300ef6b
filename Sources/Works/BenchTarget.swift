import Foundation
import Raster

/// A large target for measurements, made from a small picture.
public enum BenchTarget {
    /// Enlarges the picture to about the given number of megapixels and writes it as TIFF.
    public static func write(_ picture: URL, megapixels: Double, to url: URL) throws -> PixelSize {
        let photograph = try Photograph.open(picture)
        let scale = (megapixels * 1e6 / Double(photograph.size.area)).squareRoot()
        let size = PixelSize(
            width: Int(Double(photograph.size.width) * scale), height: Int(Double(photograph.size.height) * scale))
        try photograph.resized(to: size).writeTIFF(to: url)
        return size
    }
}
