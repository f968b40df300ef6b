extension ModelManifest {
    /// The version of the format that this package reads.
    static let format = 1

    /// - Throws: `InferenceError.manifestInvalid` at the first thing that is wrong.
    func validate() throws(InferenceError) {
        guard version == Self.format else {
            throw .manifestInvalid(field: "version", reason: "is \(version), this program reads \(Self.format)")
        }
        for (index, runtime) in runtimes.enumerated() {
            try validate(runtime, at: "runtimes[\(index)]")
        }
        for (index, package) in packages.enumerated() {
            try validate(bytes: package.bytes, sha256: package.sha256, at: "packages[\(index)]")
        }
        var names: Set<String> = []
        for (index, model) in models.enumerated() {
            let place = "models[\(index)]"
            for name in [model.name] + model.aliases where !names.insert(name).inserted {
                throw .manifestInvalid(field: "\(place).name", reason: "\"\(name)\" names two models")
            }
            try validate(model, at: place)
        }
        for (index, model) in models.enumerated() {
            if let other = models[..<index].first(where: { $0.file == model.file && $0.sha256 != model.sha256 }) {
                throw .manifestInvalid(
                    field: "models[\(index)].sha256", reason: "is not that of \"\(other.name)\", whose file it shares")
            }
        }
    }

    /// What entries require has to be known: asked of whole manifests alone.
    /// - Throws: `InferenceError.manifestInvalid`.
    func validateRequirements() throws(InferenceError) {
        for (index, model) in models.enumerated() {
            for name in model.requires ?? [] where entry(named: name) == nil {
                throw .manifestInvalid(field: "models[\(index)].requires", reason: "\"\(name)\" is no model's name")
            }
        }
    }

    private func validate(_ runtime: Runtime, at place: String) throws(InferenceError) {
        try validate(file: runtime.folder, at: "\(place).folder")
        for (index, archive) in runtime.archives.enumerated() {
            let place = "\(place).archives[\(index)]"
            try validate(bytes: archive.bytes, sha256: archive.sha256, at: place)
            for (index, member) in archive.members.enumerated() {
                try validate(bytes: member.bytes, sha256: member.sha256, at: "\(place).members[\(index)]")
                for part in member.file.split(separator: "/", omittingEmptySubsequences: false) {
                    try validate(file: String(part), at: "\(place).members[\(index)].file")
                }
            }
        }
    }

    private func validate(_ model: ModelEntry, at place: String) throws(InferenceError) {
        try validate(file: model.file, at: "\(place).file")
        switch (model.bytes, model.sha256) {
        case (let bytes?, let sha256?): try validate(bytes: bytes, sha256: sha256, at: place)
        case (nil, nil) where model.availability == .pull: break
        default: throw .manifestInvalid(field: "\(place).sha256", reason: "bytes and sha256 belong together")
        }
        try validateChecks(of: model, at: place)
        if let crop = model.crop { try validate(crop, at: "\(place).crop") }
        for (index, input) in model.inputs.enumerated() {
            if input.holds == nil || !input.shape.isEmpty {
                try validate(shape: input.shape, at: "\(place).inputs[\(index)].shape")
            }
            guard input.range.count == 2, input.range[0] < input.range[1] else {
                throw .manifestInvalid(field: "\(place).inputs[\(index)].range", reason: "is not two rising numbers")
            }
            guard input.mean?.count ?? 3 == 3 else {
                throw .manifestInvalid(field: "\(place).inputs[\(index)].mean", reason: "is not three numbers")
            }
            guard ["RGB", "BGR"].contains(input.colors) else {
                throw .manifestInvalid(field: "\(place).inputs[\(index)].colors", reason: "is neither RGB nor BGR")
            }
        }
        for (index, output) in model.outputs.enumerated() {
            try validate(shape: output.shape, at: "\(place).outputs[\(index)].shape")
        }
        for (index, companion) in (model.companions ?? []).enumerated() {
            let place = "\(place).companions[\(index)]"
            try validate(file: companion.file, at: "\(place).file")
            try validate(bytes: companion.bytes, sha256: companion.sha256, at: place)
        }
        if let traits = model.upscaling {
            for (field, value) in [
                ("scale", traits.scale), ("multiple", traits.multiple), ("bytes_per_pixel", traits.bytesPerPixel),
                ("fixed_side", traits.fixedSide ?? 1),
            ] where value < 1 {
                throw .manifestInvalid(field: "\(place).upscaling.\(field)", reason: "is not above 0")
            }
        }
        switch (model.source.package, model.source.member, model.source.page) {
        case (let package?, .some, nil):
            guard packages.contains(where: { $0.package == package }) else {
                throw .manifestInvalid(field: "\(place).source.package", reason: "\"\(package)\" is not in packages")
            }
        case (nil, nil, .some) where model.availability == .pull: break
        case (nil, nil, _) where model.availability == .added: break
        default:
            throw .manifestInvalid(field: "\(place).source", reason: "is neither a package's member nor a page")
        }
    }

    private func validateChecks(of model: ModelEntry, at place: String) throws(InferenceError) {
        if let crc32 = model.crc32, crc32.utf8.count != 8 || !crc32.allSatisfy({ $0.isHexDigit && !$0.isUppercase }) {
            throw .manifestInvalid(field: "\(place).crc32", reason: "is not 8 lower-case hexadecimal digits")
        }
        for (index, variant) in (model.variants ?? []).enumerated() {
            try validate(bytes: variant.bytes, sha256: variant.sha256, at: "\(place).variants[\(index)]")
        }
    }

    private func validate(_ crop: ModelEntry.Crop, at place: String) throws(InferenceError) {
        guard !crop.family.isEmpty else { throw .manifestInvalid(field: "\(place).family", reason: "is empty") }
        guard crop.side > 0 else { throw .manifestInvalid(field: "\(place).side", reason: "is not above 0") }
        guard crop.mean.count == 3, crop.mean.allSatisfy(\.isFinite) else {
            throw .manifestInvalid(field: "\(place).mean", reason: "is not three numbers")
        }
        guard crop.deviation.count == 3, crop.deviation.allSatisfy({ $0.isFinite && $0 > 0 }) else {
            throw .manifestInvalid(field: "\(place).deviation", reason: "is not three numbers above 0")
        }
    }

    private func validate(bytes: Int, sha256: String, at place: String) throws(InferenceError) {
        guard bytes > 0 else { throw .manifestInvalid(field: "\(place).bytes", reason: "is not above 0") }
        guard sha256.utf8.count == 64, sha256.allSatisfy({ $0.isHexDigit && !$0.isUppercase }) else {
            throw .manifestInvalid(field: "\(place).sha256", reason: "is not 64 lower-case hexadecimal digits")
        }
    }

    /// A plain name: nothing that leads out of the folder.
    private func validate(file: String, at place: String) throws(InferenceError) {
        guard !file.isEmpty, !file.hasPrefix("."), !file.contains("/") else {
            throw .manifestInvalid(field: place, reason: "\"\(file)\" is no plain file name")
        }
    }

    /// One number has a shape without sides.
    private func validate(shape: [Int], at place: String) throws(InferenceError) {
        guard shape.allSatisfy({ $0 > 0 || $0 == -1 }) else {
            throw .manifestInvalid(field: place, reason: "\(shape) is no shape")
        }
    }
}
