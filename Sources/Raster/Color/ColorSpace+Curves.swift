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
        let guesses = curves.map { curve in
            let places = kernel_guess_count()
            return [UInt16](unsafeUninitializedCapacity: places) { buffer, count in
                kernel_fill_guesses(curve, buffer.baseAddress)
                count = places
            }
        }
        return withCurves { curves in Self.withPointers(to: guesses) { body(curves, $0) } }
    }

    private static func withPointers<Value, Result>(
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
