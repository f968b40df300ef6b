import Faces
import Raster

extension Canvas {
    /// Boxes, 68 points and index labels, in sizes that follow the picture.
    mutating func draw(_ faces: [Face], chosen: Set<Int>) {
        let unit = max(1, min(size.width, size.height) / 500)
        for (index, face) in faces.enumerated() {
            let ink = chosen.contains(index) ? Ink.chosen : Ink.other
            let box = PixelBox(
                x: Int(face.box.x), y: Int(face.box.y), width: Int(face.box.width), height: Int(face.box.height))
            frame(box, with: ink, thickness: unit)
            for point in face.landmarks68 {
                dot(at: point, radius: max(1, face.box.width / 160), with: ink)
            }
            let label = "\(index)"
            let letters = 3 * unit
            let tag = PixelBox(
                x: box.x, y: max(0, box.y - 9 * letters),
                width: Lettering.length(of: label, dot: letters) + 2 * letters,
                height: 9 * letters)
            fill(tag, with: ink)
            write(label, x: tag.x + letters, y: tag.y + letters, dot: letters, with: .shade)
        }
    }
}
