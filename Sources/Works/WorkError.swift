import Foundation
import Raster

/// Why a work was not made.
public enum WorkError: Error, Sendable, Equatable {
    /// Something stands at the output path.
    case outputIsFile(name: String)
    case outputIsNoWork(name: String)
    case outputExists(name: String)
    /// A single file was to be written.
    case fileExists(name: String)
    case outputIsNoFile(name: String)
    /// The output would take the place of a picture that was given.
    case outputIsInput(name: String)
    /// The ending of a file's name is none that this version writes.
    case unknownFormat(name: String, known: [String])
    /// The file's format cannot hold so many pixels a side.
    case tooLargeForFormat(name: String, size: PixelSize, most: Int)
    /// Nothing more can be given up to keep to the recipe's `max_bytes`.
    case tooManyBytes(file: String, bytes: Int, limit: Int)
    case cannotWrite(file: String, reason: String)
    /// The part that was asked for does not lie in the picture.
    case outsidePicture(file: String, size: PixelSize)
    /// The path leads to no work and no picture.
    case nothingToVerify(name: String)
    /// A work was expected.
    case notAWork(name: String)
    /// `SOURCE_DATE_EPOCH` is set to something else than a moment.
    case badEpoch(text: String)
    case noSource
    case noFace(file: String)
    /// The recipe's filter lets none of the faces pass.
    case noFaceMatches(file: String, found: Int)
    /// `face` is `reference`, and no picture of the person was given.
    case noReference
    /// Nothing in the cast tells people apart, so that a reference says nothing.
    case noEmbedding(file: String)
    /// The faces that were found do not include the one that the recipe's key asks for.
    case noSuchFace(file: String, key: String, asked: String, found: Int)
    /// A text of the recipe has a place that nothing fills.
    case missingValue(key: String, place: String)
    case badTemplate(key: String, problem: String)
    /// The gate refuses an input, or the finished picture (`file` is then nil).
    case notSafe(file: String?, score: Float, threshold: Float)
    /// An input of a finished work cannot be found, or is another file than the work was made from.
    case inputNotFound(file: String, option: String)
    case otherInput(file: String, expected: String)
}

extension WorkError {
    /// Whether the person who asked can mend it by asking otherwise; else something failed on the way.
    public var isBadInput: Bool {
        switch self {
        case .cannotWrite: false
        default: true
        }
    }
}

extension WorkError: CustomStringConvertible {
    /// `file or key: what is wrong. What to do.`
    public var description: String {
        switch self {
        case .outputIsFile(let name):
            "\(name): a file has this name. Give --out a folder that does not exist."
        case .outputIsNoWork(let name):
            "\(name): the folder holds other files and is no work. Give --out a folder that does not exist."
        case .outputExists(let name):
            "\(name): the work exists already. Give another --out, or --overwrite to replace it."
        case .fileExists(let name):
            "\(name): exists already. Give another name, or --overwrite to replace it."
        case .outputIsNoFile(let name):
            "\(name): is a folder or a device. Give the name of a file."
        case .outputIsInput(let name):
            "\(name): is a picture that was given, which is never touched. Give another name."
        case .unknownFormat(let name, let known):
            "\(name): the ending says no format that can be written. Give "
                + "\(known.count == 1 ? "" : "one of ")\(known.joined(separator: ", "))."
        case .tooLargeForFormat(let name, let size, let most):
            "\(name): \(size) is more than the \(most) pixels a side that its format can hold. Give a .tif or .png."
        case .tooManyBytes(let file, let bytes, let limit):
            "\(file): takes at least \(bytes) bytes, more than the \(limit) that max_bytes allows. "
                + "Raise it, or make output_resolution smaller."
        case .cannotWrite(let file, let reason):
            "\(file): cannot be written: \(reason). Check the folder's permissions and the free space."
        case .outsidePicture(let file, let size):
            "--region: does not lie in \(file), which is \(size). Give x,y,WxH inside it."
        case .nothingToVerify(let name):
            "\(name): is no work and no picture, and holds none. Give the folder of a work, or a file of one."
        case .notAWork(let name):
            "\(name): holds no \(StagedDirectory.mark) that this version reads. Give the folder of a work."
        case .badEpoch(let text):
            "SOURCE_DATE_EPOCH: found \"\(text)\". Give whole seconds since 1970, or unset it."
        case .noSource:
            "--source: no photograph was given. Give at least one."
        case .noFace(let file):
            "\(file): no face was found. Give a picture with a face that is at least 40 pixels wide, or a 66th of its longer "
                + "side where that is more, and not covered."
        case .noFaceMatches(let file, let found):
            "\(file): none of its \(found) face\(found == 1 ? "" : "s") is what face_gender, face_age and the reference ask for. "
                + "Ask for less, or raise reference_distance."
        case .noReference:
            "face: \"reference\" needs a picture of the person who is meant. Give it with --reference."
        case .noEmbedding(let file):
            "\(file): nothing tells people apart, so that a reference says nothing. Give face the value reference."
        case .noSuchFace(let file, let key, let asked, let found):
            "\(file): \(key) asks for \"\(asked)\", but the picture has \(found) face\(found == 1 ? "" : "s"), counted from 0. "
                + "See them with: likeness inspect \(file)"
        case .missingValue(let key, let place):
            "$.\(key): nothing is known for {\(place)}. Give the recipe a \(place), or leave the place out."
        case .badTemplate(let key, let problem):
            "$.\(key): found \(problem). Correct the place there."
        case .notSafe(let file, let score, let threshold):
            "\(file ?? "the finished picture"): is taken for not safe for work (score \(Self.hundredths(score)), refused from "
                + "\(Self.hundredths(threshold)) on). Give another picture; nsfw_threshold may be raised to "
                + "\(Self.hundredths(ContentGate.bounds.upperBound)) where it errs."
        case .inputNotFound(let file, let option):
            "\(file): not found beside the work or here. Say where it is with \(option)."
        case .otherInput(let file, let expected):
            "\(file): is not the \(expected) that the work was made from. Give that file."
        }
    }

    /// `0.80`; a score may be no number.
    private static func hundredths(_ value: Float) -> String {
        String(format: "%.2f", Double(value))
    }
}
