import CKernels

extension Photograph {
    /// Gives decoded pixels their colour space, converted only where no matrix and curves could stand for it.
    init(_ decoded: DecodedPixels, file: String) throws(RasterError) {
        let space = decoded.profile.flatMap { ColorSpace(profile: $0) }
        switch decoded.kind {
        case .rgb where decoded.profile == nil:
            self.init(decoded, values: decoded.values, space: .sRGB, origin: .assumed)
        case .grey where decoded.profile == nil:
            self.init(decoded, values: decoded.spread, space: .sRGB, origin: .converted(from: "grey"))
        case .rgb where space != nil:
            self.init(decoded, values: decoded.values, space: space ?? .sRGB, origin: .embedded)
        // Grey pixels with an RGB profile: equal codes are grey in it.
        case .grey where space != nil:
            self.init(decoded, values: decoded.spread, space: space ?? .sRGB, origin: .converted(from: "grey"))
        case .grey:
            try self.init(decoded, into: .sRGB, from: "grey", file: file)
        case .rgb:
            try self.init(decoded, into: .adobeRGB, from: "a table profile", file: file)
        case .cmyk:
            try self.init(decoded, into: .adobeRGB, from: "CMYK", file: file)
        }
    }

    private init(_ decoded: DecodedPixels, values: CodeValues, space: ColorSpace, origin: ProfileOrigin) {
        self.init(
            size: decoded.size, channels: decoded.hasAlpha ? 4 : 3, values: values, colorSpace: space,
            profileOrigin: origin)
    }

    private init(
        _ decoded: DecodedPixels, into space: ColorSpace, from name: String, file: String
    ) throws(RasterError) {
        guard let profile = decoded.profile ?? Vips.genericCMYK,
            let conversion = ProfileConversion(
                kind: decoded.kind, hasAlpha: decoded.hasAlpha, profile: profile, to: space)
        else { throw .badProfile(file: file) }
        let codes = conversion.codes(from: decoded.values.bits16, size: decoded.size)
        self.init(decoded, values: .bits16(codes), space: space, origin: .converted(from: name))
    }
}

extension DecodedPixels {
    /// Grey codes in three channels, alpha behind them.
    fileprivate var spread: Photograph.CodeValues {
        switch values {
        case .bits8(let codes): .bits8(spread(codes))
        case .bits16(let codes): .bits16(spread(codes))
        }
    }

    private func spread<Code>(_ codes: [Code]) -> [Code] {
        let channels = self.channels
        return [Code](unsafeUninitializedCapacity: size.area * (channels + 2)) { buffer, count in
            for pixel in 0..<size.area {
                let grey = codes[pixel * channels]
                for c in 0..<3 { buffer[pixel * (channels + 2) + c] = grey }
                if channels == 2 { buffer[pixel * 4 + 3] = codes[pixel * 2 + 1] }
            }
            count = size.area * (channels + 2)
        }
    }
}
