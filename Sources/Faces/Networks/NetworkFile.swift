import Foundation
import Inference

/// A network's file and the engine that is to run it: networks that work together need not share one.
public struct NetworkFile: Sendable {
    public var file: URL
    public var engine: any Engine

    public init(_ file: URL, engine: any Engine) {
        self.file = file
        self.engine = engine
    }
}
