import CKernels

extension ColorSpace {
    /// Calls `body` with the three curves as C sees them.
    func withCurves<Result>(_ body: (UnsafePointer<UnsafePointer<Float>?>) -> Result) -> Result {
        Self.withPointers(to: curves, body)
    }

    /// Calls `body` with the three curves and what the kernels need to find the code of a light value.
    func withInvertedCurves<Result>(
        _ body: (UnsafePointer<UnsafePointer<Float>?>, UnsafePointer<UnsafePointer<UInt16>?>) -> Result
    ) -> Result {
        InvertedCurves(of: self).withPointers(body)
    }

    fileprivate static func withPointers<Value, Result>(
        to tables: [[Value]], _ body: (UnsafePointer<UnsafePointer<Value>?>) -> Result
    ) -> Result {
        tables[0].withUnsafeBufferPointer { red in
            tables[1].withUnsafeBufferPointer { green in
                tables[2].withUnsafeBufferPointer { blue in
                    let pointers = [red.baseAddress, green.baseAddress, blue.baseAddress]
                    return pointers.withUnsafeBufferPointer { pointers in
                        guard let first = pointers.baseAddress else { preconditionFailure("a table for each colour") }
                        return body(first)
                    }
                }
            }
        }
    }
}

/// The three curves of a space and what the kernels need to find the code of a light value.
struct InvertedCurves: Sendable {
    private let curves: [[Float]]
    private let guesses: [[UInt16]]

    init(of space: ColorSpace) {
        curves = space.curves
        var guesses: [[UInt16]] = []
        for (index, curve) in curves.enumerated() {
            let alike = curves.firstIndex(of: curve) ?? index
            guesses.append(alike < index ? guesses[alike] : Self.guesses(for: curve))
        }
        self.guesses = guesses
    }

    private static func guesses(for curve: [Float]) -> [UInt16] {
        let places = kernel_guess_count()
        return [UInt16](unsafeUninitializedCapacity: places) { buffer, count in
            kernel_fill_guesses(curve, buffer.baseAddress)
            count = places
        }
    }

    func withPointers<Result>(
        _ body: (UnsafePointer<UnsafePointer<Float>?>, UnsafePointer<UnsafePointer<UInt16>?>) -> Result
    ) -> Result {
        ColorSpace.withPointers(to: curves) { curves in
            ColorSpace.withPointers(to: guesses) { body(curves, $0) }
        }
    }
}
