import CKernels
import Raster

/// What stands outside of a picture that is sampled.
package enum Border: Sendable {
    /// The nearest pixel of its edge.
    case edge
    /// 0.
    case zero
}

extension Photograph {
    /// A crop as networks see it: sRGB code values, 0…1, three channels, sampled bilinearly.
    ///
    /// Code values are sampled as the file holds them, 8 or 16 bits, and shown as sRGB afterwards; of an sRGB picture
    /// this is what OpenCV's `warpAffine` gives of its 8 bits, before it rounds.
    /// - Parameter matrix: from the photograph to the crop.
    package func sampled(by matrix: CropMatrix, to size: PixelSize, border: Border = .edge) -> Raster {
        guard let map = matrix.inverse else {
            return Raster(width: size.width, height: size.height, channels: 3)
        }
        var result: [Float]
        switch values {
        case .bits8(let codes):
            result = codes.withUnsafeBytes {
                sample($0.baseAddress, of: self.size, channels, 3, map, size, 1 / 255, border, kernel_sample_8)
            }
        case .bits16(let codes):
            result = codes.withUnsafeBytes {
                sample($0.baseAddress, of: self.size, channels, 3, map, size, 1 / 65535, border, kernel_sample_16)
            }
        }
        DisplayColors(from: colorSpace).show(&result)
        return Raster(width: size.width, height: size.height, channels: 3, values: result)
    }

    /// The photograph at another size, sampled bilinearly without a filter, as OpenCV's `resize` does by default: what
    /// networks were fed with that see a whole picture.
    package func sampled(at size: PixelSize) -> Raster {
        sampled(by: .resizing(from: self.size, to: size), to: size)
    }
}

extension Raster {
    /// This raster under an affine map, sampled bilinearly.
    package func sampled(by matrix: CropMatrix, to size: PixelSize, border: Border = .edge) -> Raster {
        guard let map = matrix.inverse else {
            return Raster(width: size.width, height: size.height, channels: channels)
        }
        let result = values.withUnsafeBytes {
            sample($0.baseAddress, of: self.size, channels, channels, map, size, 1, border, kernel_sample_float)
        }
        return Raster(width: size.width, height: size.height, channels: channels, values: result)
    }

    /// This raster at another size, as OpenCV's `resize` gives it by default.
    package func sampled(at size: PixelSize) -> Raster {
        guard size != self.size else { return self }
        return sampled(by: .resizing(from: self.size, to: size), to: size)
    }
}

extension CropMatrix {
    /// Lays the edges of one picture over those of another: pixel centres move by half a pixel.
    package static func resizing(from size: PixelSize, to other: PixelSize) -> CropMatrix {
        let x = Double(other.width) / Double(size.width)
        let y = Double(other.height) / Double(size.height)
        return CropMatrix(xx: x, xy: 0, tx: x / 2 - 0.5, yx: 0, yy: y, ty: y / 2 - 0.5)
    }
}

private typealias SampleKernel = (
    UnsafePointer<kernel_sample_request>?, UnsafeMutablePointer<Float>?, Int, Int
) -> Void

private func sample(
    _ values: UnsafeRawPointer?, of size: PixelSize, _ channels: Int, _ kept: Int, _ map: CropMatrix,
    _ result: PixelSize, _ unit: Float, _ border: Border, _ kernel: SampleKernel
) -> [Float] {
    // Safe: read only while the caller holds the values, and every band writes its own rows alone.
    nonisolated(unsafe) let request = kernel_sample_request(
        in: values, width: size.width, height: size.height, channels: channels,
        map: (map.xx, map.xy, map.tx, map.yx, map.yy, map.ty), across: result.width, unit: unit,
        repeats_edge: border == .edge ? 1 : 0)
    return [Float](unsafeUninitializedCapacity: result.area * kept) { buffer, count in
        count = result.area * kept
        guard let out = buffer.baseAddress else { return }
        nonisolated(unsafe) let (rows, kernel) = (out, kernel)
        Rows.parallel(result.height, band: 32) { band in
            withUnsafePointer(to: request) { kernel($0, rows, band.lowerBound, band.upperBound) }
        }
    }
}
