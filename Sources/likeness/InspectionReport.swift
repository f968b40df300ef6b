import Works

/// A picture and its faces as a table.
struct InspectionReport {
    let input: WorkRecord.Input

    init(_ input: WorkRecord.Input) { self.input = input }

    var text: String {
        let head =
            "\(input.file): \(input.width)×\(input.height), \(input.depth) bits, "
            + "\(input.profile.name) (\(input.profile.origin)), \(input.bytes.formatted()) bytes"
        guard !input.faces.isEmpty else { return head + "\nno face was found" }
        var table = Table([
            "face", "box", "score", "yaw", "pitch", "roll", "share", "sharp", "exposure", "clipped", "as source",
            "as target",
        ])
        for face in input.faces {
            table.add([
                "\(face.index)",
                "\(whole(face.box.width))×\(whole(face.box.height)) at \(whole(face.box.x)),\(whole(face.box.y))",
                Double(face.score).brief, degrees(face.pose.yaw), degrees(face.pose.pitch), degrees(face.pose.roll),
                (Double(face.share) * 100).brief + " %", Double(face.quality.sharpness).brief,
                Double(face.quality.exposure).brief, (Double(face.quality.clipped) * 100).brief + " %",
                words(face.asSource), words(face.asTarget),
            ])
        }
        return head + "\n" + table.text
    }

    private func whole(_ value: Float) -> Int { Int(value.rounded()) }

    private func degrees(_ value: Float) -> String { "\(whole(value))°" }

    private func words(_ fitness: FaceReport.Fitness) -> String {
        let concerns = fitness.concerns.map { $0.rawValue.replacing("_", with: " ") }.joined(separator: ", ")
        return fitness.verdict.rawValue + (concerns.isEmpty ? "" : ": \(concerns)")
    }
}
