import Dispatch

/// Row-parallel work over an image.
package enum Rows {
    /// Calls `body` with consecutive bands that cover `0 ..< height`, on all cores. The bands depend on
    /// `height` and `band` alone, so results cannot depend on the number of threads.
    package static func parallel(_ height: Int, band: Int = 32, _ body: (Range<Int>) -> Void) {
        let bands = (height + band - 1) / band
        guard bands > 1 else {
            if height > 0 { body(0..<height) }
            return
        }
        withoutActuallyEscaping(body) { body in
            // Safe: concurrentPerform returns only when every band is done, and each caller writes the rows of
            // its own band alone.
            nonisolated(unsafe) let work = body
            DispatchQueue.concurrentPerform(iterations: bands) { index in
                work(index * band..<min(height, (index + 1) * band))
            }
        }
    }
}
