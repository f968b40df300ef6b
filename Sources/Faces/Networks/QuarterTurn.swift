import Raster

/// How far a picture is turned counterclockwise, in degrees, before a network looks at it.
public enum QuarterTurn: Int, Sendable, Codable, CaseIterable {
    case none = 0
    case quarter = 90
    case half = 180
    case threeQuarters = 270

    /// From a picture to the turned one, and the turned one's size.
    ///
    /// The middle of the turn is half of width and height counted from the centre of the first pixel, as FaceFusion
    /// has it. A turn so lies one pixel off: of what is turned one row or column leaves the picture, and black comes in
    /// across from it. Networks' results are only the same when we do the same.
    func matrix(of size: PixelSize) -> (matrix: CropMatrix, size: PixelSize) {
        let (width, height) = (Double(size.width), Double(size.height))
        let across = PixelSize(width: size.height, height: size.width)
        return switch self {
        case .none: (CropMatrix(xx: 1, xy: 0, tx: 0, yx: 0, yy: 1, ty: 0), size)
        case .quarter: (CropMatrix(xx: 0, xy: 1, tx: 0, yx: -1, yy: 0, ty: width), across)
        case .half: (CropMatrix(xx: -1, xy: 0, tx: width, yx: 0, yy: -1, ty: height), size)
        case .threeQuarters: (CropMatrix(xx: 0, xy: -1, tx: height, yx: 1, yy: 0, ty: 0), across)
        }
    }
}
