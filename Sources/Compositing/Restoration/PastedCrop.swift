import CKernels
import Faces
import Raster

/// What a network made of a crop, on its way back into the photograph.
struct PastedCrop {
    /// sRGB code values, 0…1.
    var pixels: Raster
    /// Of the size of `pixels`.
    var mask: Mask
    /// From the photograph to `pixels`.
    var matrix: CropMatrix

    /// Both planes under the map back, over the box around the crop's corners, which FaceFusion takes in whole
    /// pixels.
    /// - Throws: `CompositingError.faceOutsidePicture`.
    func layer(over photograph: Photograph) throws(CompositingError) -> Layer {
        guard let back = matrix.inverse else { throw .faceOutsidePicture }
        let (width, height) = (Double(pixels.width), Double(pixels.height))
        let corners = [SIMD2(0, 0), SIMD2(width, 0), SIMD2(width, height), SIMD2(0, height)]
            .map { back($0).rounded(.toNearestOrEven) }
        var (low, high) = (corners[0], corners[0])
        for corner in corners {
            low = pointwiseMin(low, corner)
            high = pointwiseMax(high, corner)
        }
        let picture = SIMD2(Double(photograph.size.width), Double(photograph.size.height))
        low = pointwiseMin(pointwiseMax(low, .zero), picture)
        high = pointwiseMin(pointwiseMax(high, .zero), picture)
        let region = PixelBox(
            x: Int(low.x), y: Int(low.y), width: Int(high.x - low.x), height: Int(high.y - low.y))
        guard !region.isEmpty else { throw .faceOutsidePicture }
        let place = back.shifted(by: low)
        var light = pixels.sampled(by: place, to: region.size)
        light.showAsLight(in: photograph.colorSpace)
        let shape = Raster(mask).sampled(by: place, to: region.size, border: .zero)
        return Layer(region: region, pixels: light, mask: shape.map { min(1, max(0, $0)) }.mask)
    }
}

extension Raster {
    /// sRGB code values as the linear light of a colour space; values out of its gamut pass 0 or 1.
    fileprivate mutating func showAsLight(in space: ColorSpace) {
        let curve = ColorSpace.sRGB.curves[0]
        let last = Float(curve.count - 1)
        let matrix: [Float]? =
            space.profile == ColorSpace.sRGB.profile
            ? nil : ColorSpace.sRGB.matrix(to: space).flatMap { [Float($0.x), Float($0.y), Float($0.z)] }
        let (rowLength, rowPixels) = (width * channels, width)
        values.withUnsafeMutableBufferPointer { values in
            curve.withUnsafeBufferPointer { curve in
                // Safe: each band changes its own rows alone.
                nonisolated(unsafe) let (values, curve) = (values, curve)
                Rows.parallel(height) { rows in
                    for i in rows.lowerBound * rowLength..<rows.upperBound * rowLength {
                        let place = min(1, max(0, values[i])) * last
                        let step = min(Int(place), curve.count - 2)
                        values[i] = curve[step] + (curve[step + 1] - curve[step]) * (place - Float(step))
                    }
                    guard let matrix, let start = values.baseAddress else { return }
                    kernel_matrix(
                        start + rows.lowerBound * rowLength, matrix, rows.count * rowPixels, 3)
                }
            }
        }
    }
}
