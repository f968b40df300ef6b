import Foundation
import Raster
import Works

/// Lends memory to works in flight, so that ten large pictures do not meet. A work that needs more than all there is goes
/// alone.
actor MemoryBudget {
    /// Half the machine's: the rest is the system's, and that of its caches.
    static var usual: UInt64 { ProcessInfo.processInfo.physicalMemory / 2 }

    private let total: UInt64
    private var lent: UInt64 = 0
    private var works = 0
    private var waiting: [(bytes: UInt64, turn: CheckedContinuation<Void, Never>)] = []

    init(_ bytes: UInt64) {
        total = bytes
    }

    func lending<Result: Sendable>(
        _ bytes: UInt64, _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        if !fits(bytes) || !waiting.isEmpty {
            await withCheckedContinuation { waiting.append((bytes, $0)) }
        } else {
            take(bytes)
        }
        defer { giveBack(bytes) }
        return try await body()
    }

    private func fits(_ bytes: UInt64) -> Bool { works == 0 || lent + bytes <= total }

    private func take(_ bytes: UInt64) {
        lent += bytes
        works += 1
    }

    private func giveBack(_ bytes: UInt64) {
        lent -= bytes
        works -= 1
        while let next = waiting.first, fits(next.bytes) {
            take(next.bytes)
            waiting.removeFirst().turn.resume()
        }
    }
}

extension MemoryBudget {
    /// What a work takes at its peak for each pixel of its target, or of its result where that is made in memory: measured
    /// with works of 2 to 24 megapixels (docs/performance.md).
    private static let bytesPerPixel: UInt64 = 60
    /// What it takes whatever its size.
    private static let floor: UInt64 = 100 << 20

    /// - Throws: `RasterError` when the target's header cannot be read.
    static func bytes(for commission: Commission, limits: DecodingLimits) throws -> UInt64 {
        let size = try Photograph.size(of: commission.target, limits: limits)
        var pixels = UInt64(size.area)
        // A network's rows are streamed; Lanczos alone works in memory.
        if commission.recipe.upsampler == Recipe.BuiltIn.upsampler, let output = commission.recipe.outputResolution {
            pixels = max(pixels, UInt64(size.fitted(into: output).area))
        }
        return floor + pixels * bytesPerPixel
    }
}
