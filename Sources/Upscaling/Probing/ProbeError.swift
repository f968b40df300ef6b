/// Why a network cannot be taken for an upscaler.
public enum ProbeError: Error, Sendable, Equatable {
    /// There is no file that can be read.
    case noFile(file: String)
    /// The ending is none of a model's.
    case unknownFormat(file: String, known: [String])
    /// Inputs or outputs are not one picture each, in three planes.
    case otherPorts(file: String, reason: String)
    /// It ran with none of the sizes that were tried; `reason` is what the engine said of the last.
    case noSizeFits(file: String, multiples: [Int], reason: String)
    /// A run gave something else than a picture that is larger by one whole number.
    case noEnlargement(file: String, given: [Int], found: [Int])
    /// It enlarges by another factor than was said.
    case otherScale(file: String, asked: Int, found: Int)
    /// The only size that it takes is no square.
    case fixedOblong(file: String, width: Int, height: Int)
    /// What comes out does not look like what went in; the distance is in 255ths of broad colours.
    case otherPicture(file: String, distance: Int)
}

extension ProbeError {
    public var isBadInput: Bool { true }
}

extension ProbeError: CustomStringConvertible {
    /// `file: what is wrong. What to do.`
    public var description: String {
        switch self {
        case .noFile(let file):
            "\(file): there is no such file, or it is not open to you. Check the path."
        case .unknownFormat(let file, let known):
            "\(file): the ending says no model. Give one of \(known.joined(separator: ", "))."
        case .otherPorts(let file, let reason):
            "\(file): \(reason). An upscaler takes and gives one picture of the shape [1, 3, height, width], float32: "
                + "export it so."
        case .noSizeFits(let file, let multiples, let reason):
            "\(file): ran with no size of picture that was tried (sides that are multiples of "
                + "\(multiples.map(String.init).joined(separator: ", "))): \(reason). Say what it needs with --multiple, or "
                + "export it with free sizes."
        case .noEnlargement(let file, let given, let found):
            "\(file): is no upscaler: it made \(found) of \(given), not a picture that is 2 to \(NetworkProbe.largestScale) "
                + "times as wide and as high. Give another model."
        case .otherScale(let file, let asked, let found):
            "\(file): enlarges \(found) times, --scale says \(asked). Leave --scale out, or give the other file."
        case .fixedOblong(let file, let width, let height):
            "\(file): takes pictures of \(width) × \(height) pixels alone. Export it with free sizes or for squares."
        case .otherPicture(let file, let distance):
            "\(file): is no upscaler, or wants its pixels in a way that was not tried: what comes out is \(distance)/255 "
                + "away from the picture that went in. If it is one, say --range and --colors; else give another model."
        }
    }
}
