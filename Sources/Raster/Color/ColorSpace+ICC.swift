import CLCMS

extension ColorSpace {
    /// Reads a matrix profile (three colorants, three curves); nil for profiles of another kind or damaged ones.
    package init?(profile: [UInt8]) {
        guard let handle = cmsOpenProfileFromMem(profile, UInt32(profile.count)) else { return nil }
        defer { cmsCloseProfile(handle) }
        guard cmsGetColorSpace(handle) == cmsSigRgbData, cmsIsMatrixShaper(handle) != 0,
            cmsIsTag(handle, cmsSigAToB0Tag) == 0
        else { return nil }
        var colorants: [SIMD3<Double>] = []
        for tag in [cmsSigRedColorantTag, cmsSigGreenColorantTag, cmsSigBlueColorantTag] {
            guard let value = cmsReadTag(handle, tag)?.assumingMemoryBound(to: cmsCIEXYZ.self).pointee else {
                return nil
            }
            colorants.append(SIMD3(value.X, value.Y, value.Z))
        }
        var curves: [[Float]] = []
        for tag in [cmsSigRedTRCTag, cmsSigGreenTRCTag, cmsSigBlueTRCTag] {
            guard let curve = cmsReadTag(handle, tag) else { return nil }
            let table = (0..<65_536).map { cmsEvalToneCurveFloat(OpaquePointer(curve), Float($0) / 65_535) }
            // Only a curve that rises can be inverted.
            guard zip(table, table.dropFirst()).allSatisfy({ $0 <= $1 }), let last = table.last, last > 0 else {
                return nil
            }
            curves.append(table)
        }
        let rows = (0..<3).map { SIMD3(colorants[0][$0], colorants[1][$0], colorants[2][$0]) }
        self.init(name: Self.name(of: handle), profile: profile, toXYZ: rows, curves: curves)
    }

    /// The profile's own description.
    static func name(of handle: cmsHPROFILE) -> String {
        var text = [CChar](repeating: 0, count: 256)
        cmsGetProfileInfoASCII(handle, cmsInfoDescription, "en", "US", &text, UInt32(text.count))
        let name = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return name.isEmpty ? "unnamed profile" : name
    }

    /// Rows of the matrix from this space's linear RGB to that of `other`.
    package func matrix(to other: ColorSpace) -> [SIMD3<Double>] {
        let inverse = Self.inverse(of: other.toXYZ)
        return (0..<3).map { row in
            var result = SIMD3<Double>()
            for column in 0..<3 {
                for k in 0..<3 { result[column] += inverse[row][k] * toXYZ[k][column] }
            }
            return result
        }
    }

    private static func inverse(of m: [SIMD3<Double>]) -> [SIMD3<Double>] {
        func cofactor(_ r: Int, _ c: Int) -> Double {
            let (r1, r2, c1, c2) = ((r + 1) % 3, (r + 2) % 3, (c + 1) % 3, (c + 2) % 3)
            return m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1]
        }
        let determinant = m[0][0] * cofactor(0, 0) + m[0][1] * cofactor(0, 1) + m[0][2] * cofactor(0, 2)
        return (0..<3).map { row in
            SIMD3(cofactor(0, row), cofactor(1, row), cofactor(2, row)) / determinant
        }
    }
}
