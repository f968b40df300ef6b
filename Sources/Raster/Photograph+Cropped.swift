extension Photograph {
    /// The pixels in `box`, which must hold at least one and lie inside: code values, depth and profile as they are.
    public func cropped(to box: PixelBox) -> Photograph {
        precondition(!box.isEmpty && box.intersection(PixelBox(size)) == box, "the crop lies inside the picture")
        guard box != PixelBox(size) else { return self }
        let cropped: CodeValues =
            switch values {
            case .bits8(let codes): .bits8(rows(of: codes, in: box))
            case .bits16(let codes): .bits16(rows(of: codes, in: box))
            }
        return Photograph(
            size: box.size, channels: channels, values: cropped, colorSpace: colorSpace, profileOrigin: profileOrigin,
            fileDepth: fileDepth, remarks: remarks)
    }

    private func rows<Code>(of codes: [Code], in box: PixelBox) -> [Code] {
        var part: [Code] = []
        part.reserveCapacity(box.size.area * channels)
        for row in box.y..<box.maxY {
            let start = (row * size.width + box.x) * channels
            part += codes[start..<start + box.width * channels]
        }
        return part
    }
}
