import ArgumentParser
import Foundation
import Raster
import Works

/// What a file's header may say before it is decoded.
struct LimitOptions: ParsableArguments {
    @Option(help: "Most megapixels that a picture may have.")
    var maxMegapixels = DecodingLimits.standard.megapixels

    @Option(help: "Most bytes that a decoded picture may take.")
    var maxDecodedBytes = DecodingLimits.standard.decodedBytes

    var limits: DecodingLimits { DecodingLimits(megapixels: maxMegapixels, decodedBytes: maxDecodedBytes) }

    func validate() throws {
        guard maxMegapixels > 0 else { throw ValidationError("--max-megapixels: give a number above 0.") }
        guard maxDecodedBytes > 0 else { throw ValidationError("--max-decoded-bytes: give a number above 0.") }
    }
}

/// Who reads the output.
struct JSONOption: ParsableArguments {
    @Flag(help: "Print JSON for machines in place of text.")
    var json = false
}

/// A path that a person gives, relative to the current folder.
struct Path: ExpressibleByArgument {
    let url: URL

    init(url: URL) { self.url = url }

    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        url = URL(filePath: argument)
    }

    var defaultValueDescription: String { url.relativePath }

    var isFolder: Bool { (try? url.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true }
}
