import ArgumentParser
import Foundation

/// Where collections from elsewhere are kept for a while.
struct CacheOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "For a plan in a bucket: the folder of its copy; else one in ~/.cache/likeness.", valueName: "folder"),
        completion: .directory)
    var cache: Path?

    var url: URL? { cache?.url }
}
