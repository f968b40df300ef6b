import Foundation
import Raster

/// Pictures made on the spot, and the tools that are asked for a second opinion.
enum Fixture {
    /// A folder that goes away with the test that asked for it.
    final class Folder {
        let url: URL

        init() throws {
            url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(at: url) }

        subscript(name: String) -> URL { url.appending(path: name) }
    }

    struct ToolFailure: Error {
        var tool: String
        var output: String
    }

    /// Runs a command-line tool and gives what it prints.
    @discardableResult
    static func run(_ tool: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [tool] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw ToolFailure(tool: tool, output: output) }
        return output
    }

    static func photograph(
        width: Int, height: Int, channels: Int = 3, in space: ColorSpace = .sRGB, code: (Int) -> UInt16
    ) -> Photograph {
        Photograph(
            size: PixelSize(width: width, height: height), channels: channels,
            values: .bits16((0..<width * height * channels).map(code)), colorSpace: space)
    }

    /// Every code differs from its neighbours in no simple way.
    static func scattered(width: Int, height: Int, channels: Int = 3, in space: ColorSpace = .sRGB) -> Photograph {
        photograph(width: width, height: height, channels: channels, in: space) {
            UInt16(truncatingIfNeeded: $0 &* 40_503)
        }
    }

    /// Slow gradients, which lossy formats keep nearly as they are.
    static func smooth(width: Int, height: Int, in space: ColorSpace = .sRGB) -> Photograph {
        photograph(width: width, height: height, in: space) {
            let (x, y, c) = ($0 / 3 % width, $0 / 3 / width, $0 % 3)
            return UInt16(12_000 + 40_000 * (c == 0 ? x : c == 1 ? y : width - x) / max(width, height) / (1 + c % 2))
        }
    }
}

extension Photograph {
    /// The codes as numbers, whatever their depth.
    var codes: [Int] {
        switch values {
        case .bits8(let codes): codes.map(Int.init)
        case .bits16(let codes): codes.map(Int.init)
        }
    }

    /// The codes of one pixel.
    func pixel(_ x: Int, _ y: Int) -> [Int] {
        let part = (y * size.width + x) * channels..<(y * size.width + x + 1) * channels
        return switch values {
        case .bits8(let codes): codes[part].map(Int.init)
        case .bits16(let codes): codes[part].map(Int.init)
        }
    }
}
