import CKernels
import Faces
import Raster

/// One photograph of a face, ready to be unwrapped.
package struct AtlasView: Sendable {
    /// Linear RGB of a part of the photograph that holds the face.
    package var pixels: Raster
    /// Where that part lies in the photograph.
    package var region: PixelBox
    /// 468 mesh points in pixels of the photograph.
    package var mesh: [SIMD3<Float>]
    /// 0 (blurred) … 1 (crisp).
    package var sharpness: Float

    package init(pixels: Raster, region: PixelBox, mesh: [SIMD3<Float>], sharpness: Float) {
        precondition(pixels.size == region.size && pixels.channels == 3, "an RGB raster of the region's size")
        self.pixels = pixels
        self.region = region
        self.mesh = mesh
        self.sharpness = sharpness
    }

    /// The part of a photograph that `FaceAtlas` reads for a face: its mesh and room for the filters.
    package static func region(of mesh: [SIMD3<Float>], in size: PixelSize) -> PixelBox {
        let bounds = MeshBounds(mesh)
        return bounds.pixels(margin: 4 + 0.02 * bounds.width).intersection(PixelBox(size))
    }
}

/// A view laid into the flattened face.
struct UnwrappedView: Sendable {
    let side: Int
    /// Linear RGB, `side` × `side`.
    let texture: Raster
    /// How well the photograph shows the surface, 0…1, with the view's colours, at the scale of light.
    let grid: CoarseGrid
    /// How surely each cell shows something else than the face, 0…1; its weight is the less.
    let foreign: [Float]
    /// The photograph's part that was unwrapped.
    let pixels: Raster
    /// The mesh in pixels of that part.
    let mesh: [SIMD3<Float>]
    let fit: FaceFit
    let facing: [Float]
    /// How its left and right eye lie against the mesh as it was found.
    let eyes: EyeMoves
    let lips: LipOpening
    /// Resolution times sharpness: which of several views is to be preferred.
    let worth: Float

    init(_ view: AtlasView, side: Int, grid gridSide: Int) {
        let corner = SIMD3(Float(view.region.x), Float(view.region.y), 0)
        let drawn = view.mesh.map { $0 - corner }
        eyes = EyeTrace(drawn, in: view.pixels).moves
        let trace = LipTrace(EyeTrace.moved(drawn, by: eyes), in: view.pixels)
        let mesh = trace.mesh
        lips = trace.opening
        let surface = FaceSurface(mesh)
        let (width, height) = (Float(view.region.width), Float(view.region.height))
        // Points beyond the picture's border are not seen.
        let facing = mesh.indices.map { point in
            let p = mesh[point]
            return p.x < 0 || p.y < 0 || p.x > width || p.y > height ? 0 : surface.facing[point]
        }
        let map = DrawnMesh.flattened(side: side, attributes: 2, values: mesh.flatMap { [$0.x, $0.y] })
        var texture = Raster(width: side, height: side, channels: 3)
        ImagePyramid(view.pixels).sample(at: map, level: nil, into: &texture)
        let weights = DrawnMesh.flattened(side: gridSide, attributes: 1, values: facing).values
        self.side = side
        self.texture = texture
        pixels = view.pixels
        self.mesh = mesh
        self.facing = facing
        var grid = CoarseGrid(side: gridSide, values: Self.shrunk(texture, to: gridSide), weights: weights)
        grid.weights = ForeignCells.rejected(from: grid)
        foreign = zip(weights, grid.weights).map { $0 > 0.02 ? 1 - $1 / $0 : 0 }
        self.grid = grid
        fit = FaceFit(mesh)
        worth = fit.scale * (0.25 + view.sharpness)
    }

    /// Means of blocks, as one value per cell of a grid.
    static func shrunk(_ texture: Raster, to side: Int) -> [SIMD3<Float>] {
        let factor = texture.width / side
        var flat = [Float](repeating: 0, count: side * side * 3)
        texture.values.withUnsafeBufferPointer { from in
            flat.withUnsafeMutableBufferPointer { to in
                // Safe: each band writes its own rows alone.
                nonisolated(unsafe) let (from, to) = (from.baseAddress, to.baseAddress)
                Rows.parallel(side) { rows in
                    kernel_block_means(from, texture.width, 3, factor, to, rows.lowerBound, rows.upperBound)
                }
            }
        }
        return stride(from: 0, to: flat.count, by: 3).map { SIMD3(flat[$0], flat[$0 + 1], flat[$0 + 2]) }
    }
}
