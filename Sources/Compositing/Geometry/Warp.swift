import Faces
import Raster

/// Where shape transfer has brought what is in and about a face.
public struct Warp: Sendable {
    /// In pixels of the photograph.
    private let region: PixelBox
    private let field: DisplacementField

    /// Steps of the inversion: each leaves at most the share of the error by which neighbouring moves differ.
    private static let steps = 16

    package init(_ field: DisplacementField, of region: PixelBox) {
        (self.field, self.region) = (field, region)
    }

    /// Where a point of the photograph, in pixels, lies after the transfer.
    public func callAsFunction(_ point: SIMD2<Float>) -> SIMD2<Float> {
        let corner = SIMD2(Float(region.x), Float(region.y))
        let from = point - corner
        guard from.x > 0, from.y > 0, from.x < Float(region.width), from.y < Float(region.height) else { return point }
        // The field tells where each place comes from: the place that comes from here is the fixed point.
        var place = from
        for _ in 0..<Self.steps { place = from - field.displacement(at: place) }
        return place + corner
    }
}

extension Face {
    /// This face where a transfer of shape, its own or a neighbour's, has brought it; its box, by which nobody crops, stays.
    public func moved(by warp: Warp) -> Face {
        var face = self
        face.mesh = mesh.map { point in
            let place = warp(SIMD2(point.x, point.y))
            return SIMD3(place.x, place.y, point.z)
        }
        face.landmarks68 = landmarks68.map { warp($0) }
        face.landmarks5 = landmarks5.map { warp($0) }
        return face
    }
}
