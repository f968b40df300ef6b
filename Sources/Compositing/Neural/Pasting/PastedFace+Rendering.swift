import CKernels
import Faces
import Raster

extension PastedFace {
    /// The same as geometry hands a face to the compositor: linear sRGB over a region that holds the face with the
    /// room that blending needs.
    /// - Parameters:
    ///   - mesh: the target's 468 points in pixels of the photograph.
    ///   - target: linear RGB in the photograph's own space is read from it.
    package func rendered(into target: Photograph, mesh: [SIMD3<Float>]) -> RenderedFace {
        let around = FaceRenderer.region(for: mesh, in: target.size, shapeTransfer: 0)
        let whole = around.isEmpty ? region : region.union(around)
        var light = target.light(in: whole)
        light.convert(from: target.colorSpace, to: .sRGB)
        let place = PixelBox(x: region.x - whole.x, y: region.y - whole.y, width: region.width, height: region.height)
        var drawn = light
        drawLight(over: &drawn, at: place)
        let corner = SIMD3(Float(whole.x), Float(whole.y), 0)
        let points = mesh.map { $0 - corner }
        return RenderedFace(
            region: whole, pixels: drawn, target: light, coverage: reach.padded(to: whole.size, at: place),
            confidence: Mask(width: whole.width, height: whole.height, repeating: 1),
            normals: FaceRenderer.normals(of: mesh, in: whole),
            mouth: Mask(width: whole.width, height: whole.height),
            eyes: FaceRenderer.eyes(of: points, in: whole.size), landmarks: mesh,
            mask: mask.padded(to: whole.size, at: place))
    }

    /// The crop as it is, without a compositor: what restorers and editors give.
    func layer(over photograph: Photograph) -> Layer {
        var light = Raster(width: region.width, height: region.height, channels: 3)
        drawLight(over: &light, at: PixelBox(region.size))
        light.convert(from: .sRGB, to: photograph.colorSpace)
        return Layer(region: region, pixels: light, mask: mask)
    }

    /// sRGB code values as linear sRGB; where the crop does not reach the target stays.
    private func drawLight(over light: inout Raster, at place: PixelBox) {
        let curve = ColorSpace.sRGB.curves[0]
        let length = light.width
        light.values.withUnsafeMutableBufferPointer { light in
            pixels.values.withUnsafeBufferPointer { codes in
                reach.values.withUnsafeBufferPointer { reach in
                    guard let light = light.baseAddress, let codes = codes.baseAddress, let reach = reach.baseAddress
                    else { return }
                    // Safe: each band writes its own rows alone.
                    nonisolated(unsafe) let (to, from, shown) = (light, codes, reach)
                    Rows.parallel(place.height) { rows in
                        for row in rows {
                            let first = row * place.width
                            kernel_code_light(
                                from + first * 3, shown + first, curve,
                                to + ((place.y + row) * length + place.x) * 3, place.width)
                        }
                    }
                }
            }
        }
    }
}

extension Mask {
    /// A plane of `size` with this one at `box` and 0 around it.
    fileprivate func padded(to size: PixelSize, at box: PixelBox) -> Mask {
        var whole = Mask(width: size.width, height: size.height)
        for row in 0..<box.height {
            let start = (box.y + row) * size.width + box.x
            whole.values.replaceSubrange(
                start..<start + box.width, with: values[row * box.width..<(row + 1) * box.width])
        }
        return whole
    }
}

extension PixelBox {
    /// The smallest box that holds both, neither of which is empty.
    fileprivate func union(_ other: PixelBox) -> PixelBox {
        let (left, top) = (min(x, other.x), min(y, other.y))
        return PixelBox(
            x: left, y: top, width: max(maxX, other.maxX) - left, height: max(maxY, other.maxY) - top)
    }
}
