import Raster

extension Face {
    /// What a mesh tells of a face.
    /// - Parameter box: the detector's, or the mesh's own.
    init(
        _ mesh: PlacedMesh, box: Box, score: Float, canonical: CanonicalFace, in photograph: Photograph,
        colors: DisplayColors
    ) {
        let outline = FaceOutline(of: mesh.points, canonical: canonical)
        self.init(
            box: box, score: score, mesh: mesh.points,
            landmarks68: CanonicalFace.landmarks68.map { SIMD2(mesh.points[$0].x, mesh.points[$0].y) },
            landmarks5: canonical.landmarks5(of: mesh.points), pose: Pose(of: mesh.points, canonical: canonical),
            share: min(1, outline.area / Float(photograph.size.area)),
            quality: FaceQuality(of: mesh, outline: outline, in: photograph, colors: colors), presence: mesh.presence)
    }
}

extension [Face] {
    /// Best first: by score × width × centrality, as `FaceAnalyser.analyse` says.
    func ranked(in size: PixelSize) -> [Face] {
        let ranks = map { $0.rank(in: size) }
        return indices.sorted { (ranks[$1], $0) < (ranks[$0], $1) }.map { self[$0] }
    }
}

extension Face {
    fileprivate func rank(in size: PixelSize) -> Float {
        let extent = SIMD2(Float(size.width), Float(size.height))
        let distance = (box.center - extent / 2).length / (extent.length / 2)
        return score * share.squareRoot() * (1 - min(1, distance) / 2)
    }
}
