import CVips

/// libvips' operations by name, images with one owner.
///
/// Every operation of the library is a GObject with named properties, so one way of calling serves all of them and no
/// shim is needed for the variadic functions of its C interface.
package enum Vips {
    package struct Failure: Error {
        /// The library's own first line.
        package var reason: String
    }

    /// Owns one image. Images of libvips are immutable once built and may be shared between threads.
    ///
    /// `@unchecked`: the pointer never changes, and what it points to is read-only: whoever makes an image sets its
    /// header before anybody else has it (`VipsRows`, `WebImage`).
    package final class Image: @unchecked Sendable {
        let pointer: UnsafeMutablePointer<VipsImage>

        init(_ pointer: UnsafeMutablePointer<VipsImage>) { self.pointer = pointer }

        deinit { g_object_unref(pointer) }

        package var size: PixelSize { PixelSize(width: Int(pointer.pointee.Xsize), height: Int(pointer.pointee.Ysize)) }
        var bands: Int { Int(pointer.pointee.Bands) }
        var format: VipsBandFormat { pointer.pointee.BandFmt }
        var interpretation: VipsInterpretation { vips_image_get_interpretation(pointer) }

        /// Of the formats that are decoded; nil for the others.
        var bytesPerValue: Int? {
            switch format {
            case VIPS_FORMAT_UCHAR: 1
            case VIPS_FORMAT_USHORT: 2
            case VIPS_FORMAT_FLOAT: 4
            default: nil
            }
        }

        /// The image decoded into memory of libvips.
        package func inMemory() throws(Failure) -> Image {
            guard let memory = vips_image_new_memory() else { throw failure() }
            let copy = Image(memory)
            var inputs: [UnsafeMutablePointer<VipsImage>?] = [pointer, nil]
            guard vips_image_pipeline_array(memory, VIPS_DEMAND_STYLE_THINSTRIP, &inputs) == 0,
                vips_image_write_prepare(memory) == 0, Self.copy(pointer, to: memory)
            else { throw failure() }
            return copy
        }

        /// What an image's pixels are made from when they are asked for.
        enum Origin {
            /// A file, which may break off anywhere.
            case decoder
            case memory
        }

        /// The values, decoded straight into the array that is returned. `Value` is of the size of the image's format.
        func pixels<Value: BitwiseCopyable>(from origin: Origin = .decoder) throws(Failure) -> [Value] {
            precondition(bytesPerValue == MemoryLayout<Value>.stride, "values of the image's own format")
            let total = size.area * bands
            var isDecoded = false
            let values = [Value](unsafeUninitializedCapacity: total) { buffer, count in
                let raw = UnsafeMutableRawBufferPointer(buffer)
                let (width, height) = (pointer.pointee.Xsize, pointer.pointee.Ysize)
                guard
                    let target = vips_image_new_from_memory(
                        raw.baseAddress, total * MemoryLayout<Value>.stride, width, height, pointer.pointee.Bands,
                        format)
                else { return }
                isDecoded = origin == .memory ? vips_image_write(pointer, target) == 0 : Self.copy(pointer, to: target)
                g_object_unref(target)
                count = isDecoded ? total : 0
            }
            guard isDecoded else { throw failure() }
            return values
        }

        /// Rows that are asked for at once: a strip of a decoder's own, or two.
        private static let stripHeight: Int32 = 16

        /// Copies all pixels, strip by strip from the top, on this thread; false when one of them cannot be made.
        ///
        /// libvips' own way, `vips_image_write`, shares the strips out to threads and looks whether one of them has
        /// failed before the last of them are done (8.14): a file that breaks off in its last strips passes most of the
        /// time, with whatever lay in the memory. Decoders make their rows one after the other anyhow: what threads gain
        /// is the copying alone, some hundredths of a second at 24 megapixels.
        private static func copy(
            _ image: UnsafeMutablePointer<VipsImage>, to target: UnsafeMutablePointer<VipsImage>
        ) -> Bool {
            guard let from = vips_region_new(image) else { return false }
            defer { g_object_unref(from) }
            guard let to = vips_region_new(target) else { return false }
            defer { g_object_unref(to) }
            let (width, height) = (image.pointee.Xsize, image.pointee.Ysize)
            var whole = VipsRect(left: 0, top: 0, width: width, height: height)
            guard vips_region_image(to, &whole) == 0 else { return false }
            return stride(from: 0, to: height, by: Int(stripHeight)).allSatisfy { top in
                var strip = VipsRect(left: 0, top: top, width: width, height: min(stripHeight, height - top))
                return vips_region_prepare_to(from, to, &strip, 0, top) == 0
            }
        }

        /// How many pictures the file holds, as the header says.
        var pages: Int { Int(vips_image_get_n_pages(pointer)) }

        /// A whole number among the metadata, or nil.
        func integer(_ name: String) -> Int? {
            guard vips_image_get_typeof(pointer, name) != 0 else { return nil }
            var value: Int32 = 0
            guard vips_image_get_int(pointer, name, &value) == 0 else {
                vips_error_clear()
                return nil
            }
            return Int(value)
        }

        /// A copy of a metadata blob, or nil.
        func blob(_ name: String) -> [UInt8]? {
            guard vips_image_get_typeof(pointer, name) != 0 else { return nil }
            var bytes: UnsafeRawPointer?
            var count = 0
            guard vips_image_get_blob(pointer, name, &bytes, &count) == 0, let bytes else {
                vips_error_clear()
                return nil
            }
            return Array(UnsafeRawBufferPointer(start: bytes, count: count))
        }
    }

    /// libvips is started once, before its first use; the library itself is not safe to start from two threads.
    static let isReady: Bool = {
        guard vips_init("likeness") == 0 else { return false }
        // Warnings would be printed beside our own messages, which say the same of a damaged file.
        g_log_set_handler("VIPS", G_LOG_LEVEL_WARNING, { _, _, _, _ in }, nil)
        // Operations are called once each: a cache would only hold pixels and keep files open.
        vips_cache_set_max(0)
        return true
    }()

    /// What CMYK files without a profile are taken for.
    package static let genericCMYK: [UInt8]? = try? call("profile_load", [:], ["name": "cmyk"]) { object in
        var value = GValue()
        g_value_init(&value, vips_blob_get_type())
        defer { g_value_unset(&value) }
        g_object_get_property(object, "profile", &value)
        var count = 0
        guard let bytes = vips_value_get_blob(&value, &count) else { return nil }
        return Array(UnsafeRawBufferPointer(start: bytes, count: count))
    }

    static func failure() -> Failure {
        let lines = String(cString: vips_error_buffer()).split(separator: "\n")
        vips_error_clear()
        guard let first = lines.first else { return Failure(reason: "its content is not what its header says") }
        // What the system said stands on the next line.
        let system = lines.dropFirst().first.flatMap { $0.firstMatch(of: /^unix error: (?!Unknown)(.+)$/) }
        return Failure(reason: system.map { String($0.1).lowercased() } ?? String(first))
    }

    /// Runs an operation that gives an image.
    package static func image(
        _ operation: String, _ images: [String: Image] = [:], _ options: [String: String] = [:]
    ) throws(Failure) -> Image {
        let output: UnsafeMutableRawPointer? = try call(operation, images, options) { object in
            var value = GValue()
            g_value_init(&value, vips_image_get_type())
            defer { g_value_unset(&value) }
            g_object_get_property(object, "out", &value)
            return g_value_dup_object(&value)
        }
        guard let output else { throw failure() }
        return Image(output.assumingMemoryBound(to: VipsImage.self))
    }

    /// Runs an operation that writes a file.
    package static func save(_ operation: String, _ image: Image, _ options: [String: String]) throws(Failure) {
        try call(operation, ["in": image], options) { _ in }
    }

    /// Runs an operation; what it has made is read in `result`.
    static func call<Result>(
        _ name: String, _ images: [String: Image], _ options: [String: String], blobs: [String: [UInt8]] = [:],
        _ result: (UnsafeMutablePointer<GObject>) -> Result
    ) throws(Failure) -> Result {
        guard isReady, let operation = vips_operation_new(name) else { throw failure() }
        // A VipsOperation begins with its VipsObject, which begins with its GObject.
        let raw = UnsafeMutableRawPointer(operation)
        let object = raw.assumingMemoryBound(to: GObject.self)
        let vipsObject = raw.assumingMemoryBound(to: VipsObject.self)
        defer {
            vips_object_unref_outputs(vipsObject)
            g_object_unref(operation)
        }
        for (key, image) in images {
            var value = GValue()
            g_value_init(&value, vips_image_get_type())
            g_value_set_object(&value, image.pointer)
            g_object_set_property(object, key, &value)
            g_value_unset(&value)
        }
        for (key, bytes) in blobs {
            var value = GValue()
            g_value_init(&value, vips_blob_get_type())
            let blob = vips_blob_copy(bytes, bytes.count)
            g_value_set_boxed(&value, blob)
            vips_area_unref(UnsafeMutableRawPointer(blob)?.assumingMemoryBound(to: VipsArea.self))
            g_object_set_property(object, key, &value)
            g_value_unset(&value)
        }
        for (key, text) in options where vips_object_set_argument_from_string(vipsObject, key, text) != 0 {
            throw failure()
        }
        guard vips_object_build(vipsObject) == 0 else { throw failure() }
        return result(object)
    }
}
