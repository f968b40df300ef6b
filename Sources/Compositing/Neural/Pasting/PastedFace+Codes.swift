import CKernels
import Raster

extension PastedFace {
    /// FaceFusion's own result: code values mixed by the mask and cut to 8 bits, without regard for the picture's
    /// colours and light. What compatibility is measured by; works are made with `FaceCompositor`.
    /// - Parameters:
    ///   - codes: of the whole picture, interleaved.
    ///   - size: of the picture.
    ///   - channels: 3, or 4 with an alpha that stays.
    package func mixed(into codes: [UInt8], size: PixelSize, channels: Int) -> [UInt8] {
        precondition(codes.count == size.area * channels, "the codes of the whole picture")
        var result = codes
        result.withUnsafeMutableBufferPointer { result in
            pixels.values.withUnsafeBufferPointer { pixels in
                mask.values.withUnsafeBufferPointer { mask in
                    guard let to = result.baseAddress, let layer = pixels.baseAddress, let share = mask.baseAddress
                    else { return }
                    for row in 0..<region.height {
                        let start = to + ((region.y + row) * size.width + region.x) * channels
                        let first = row * region.width
                        kernel_mix_truncated(start, layer + first * 3, share + first, channels, start, region.width)
                    }
                }
            }
        }
        return result
    }
}
