import CVips

extension Photograph {
    /// This picture as it comes back from a JPEG of the given quality (1…100) with colours at half the resolution:
    /// 8 bits, three channels.
    /// - Throws: `RasterError.unsupported` when libvips has no JPEG.
    package func throughJPEG(quality: Int) throws(RasterError) -> Photograph {
        do throws(Vips.Failure) {
            var file: [UInt8] = []
            try dithered(seed: 0).withImage { (image) throws(Vips.Failure) in
                file = try Vips.jpeg(of: image, quality: quality)
            }
            return with(.bits8(try Vips.pixels(ofJPEG: file)), channels: 3)
        } catch {
            throw .unsupported(file: "JPEG", kind: "pixels that libvips cannot code: \(error.reason)")
        }
    }

    private func with(_ values: CodeValues, channels: Int) -> Photograph {
        Photograph(
            size: size, channels: channels, values: values, colorSpace: colorSpace, profileOrigin: profileOrigin)
    }
}

extension Vips {
    fileprivate static func jpeg(of image: Image, quality: Int) throws(Failure) -> [UInt8] {
        let options = ["Q": "\(quality)", "subsample-mode": "on", "strip": "true"]
        let bytes: [UInt8]? = try call("jpegsave_buffer", ["in": image], options) { object in
            var value = GValue()
            g_value_init(&value, vips_blob_get_type())
            defer { g_value_unset(&value) }
            g_object_get_property(object, "buffer", &value)
            var count = 0
            return vips_value_get_blob(&value, &count).map { Array(UnsafeRawBufferPointer(start: $0, count: count)) }
        }
        guard let bytes else { throw failure() }
        return bytes
    }

    /// Read while the operation is there, which owns the file's bytes.
    fileprivate static func pixels(ofJPEG file: [UInt8]) throws(Failure) -> [UInt8] {
        let result: Result<[UInt8], Failure> = try call("jpegload_buffer", [:], [:], blobs: ["buffer": file]) {
            object in
            var value = GValue()
            g_value_init(&value, vips_image_get_type())
            defer { g_value_unset(&value) }
            g_object_get_property(object, "out", &value)
            guard let image = g_value_dup_object(&value) else { return .failure(failure()) }
            return Result { () throws(Failure) in
                try Image(image.assumingMemoryBound(to: VipsImage.self)).pixels()
            }
        }
        return try result.get()
    }
}
