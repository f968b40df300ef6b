import Foundation

/// One picture that is made once and read by several, each at its own pace within a window.
///
/// Whoever needs rows that are not there yet makes them, on its own thread; a reader that is a window ahead of the
/// slowest waits. So every reader needs a thread of its own, and what is in memory at once does not depend on the
/// picture's height.
///
/// `@unchecked`: everything that changes is read and written only while `condition` is locked, but `source`, which
/// belongs to the one reader that has set `isPulling`.
package final class SharedRows: @unchecked Sendable {
    package let form: PictureForm
    private let condition = NSCondition()
    /// Let go of after the last row: it may hold a network.
    private var source: (any RowSource)?
    /// Bands that some reader has not passed yet; the first of them is number `base` of all.
    private var bands: [RowBand] = []
    private var base = 0
    /// The number of the next band, for each reader that is still there.
    private var places: [Int: Int]
    private var isPulling = false
    private var hasEnded = false
    private var failure: (any Error)?

    /// Bands that the fastest reader may be ahead of the slowest.
    private static let window = 4

    /// - Parameter readers: how many will read. Each must be taken, and read to the end or let go of.
    package init(_ source: some RowSource, readers: Int) {
        self.source = source
        form = source.form
        places = Dictionary(uniqueKeysWithValues: (0..<readers).map { ($0, 0) })
    }

    package func reader(_ index: Int) -> some RowSource { Reader(rows: self, index: index, lease: Lease(self, index)) }

    /// Makes every reader fail from now on.
    package func fail(_ error: any Error) {
        condition.withLock {
            if failure == nil { failure = error }
            condition.broadcast()
        }
    }

    private func next(for index: Int) throws -> RowBand? {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let failure { throw failure }
            guard let place = places[index] else { return nil }
            if place < base + bands.count {
                let band = bands[place - base]
                places[index] = place + 1
                forget()
                return band
            }
            if hasEnded { return nil }
            let slowest = places.values.min() ?? place
            if isPulling || place - slowest >= Self.window {
                condition.wait()
            } else {
                pull()
            }
        }
    }

    /// Makes the next band, unlocked.
    private func pull() {
        isPulling = true
        condition.unlock()
        let made = Result { try source?.next() }
        condition.lock()
        isPulling = false
        switch made {
        case .success(let band?): bands.append(band)
        case .success(nil):
            hasEnded = true
            source = nil
        case .failure(let error):
            if failure == nil { failure = error }
            source = nil
        }
        condition.broadcast()
    }

    private func forget() {
        let passed = (places.values.min() ?? base + bands.count) - base
        guard passed > 0 else { return }
        bands.removeFirst(passed)
        base += passed
        condition.broadcast()
    }

    /// A reader that goes, whether it has read all or failed, holds nobody up.
    private func leave(_ index: Int) {
        condition.withLock {
            places[index] = nil
            forget()
            condition.broadcast()
        }
    }

    private struct Reader: RowSource {
        let rows: SharedRows
        let index: Int
        let lease: Lease

        var form: PictureForm { rows.form }

        func next() throws -> RowBand? { try rows.next(for: index) }
    }

    /// Ends with the last copy of its reader.
    private final class Lease: Sendable {
        let rows: SharedRows
        let index: Int

        init(_ rows: SharedRows, _ index: Int) {
            self.rows = rows
            self.index = index
        }

        deinit { rows.leave(index) }
    }
}
